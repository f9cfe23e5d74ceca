<?php
// What HTML Purifier makes of each snippet at its defaults. Arguments: its folder; a JSON file, name → HTML. Prints the same.
error_reporting( E_ALL & ~E_DEPRECATED );
[ , $folder, $given ] = $argv;
set_include_path( $folder );
require_once 'HTMLPurifier.auto.php';
$config = HTMLPurifier_Config::createDefault();
$config->set( 'Cache.DefinitionImpl', null );
$purifier = new HTMLPurifier( $config );
echo json_encode( array_map( fn ( $html ) => $purifier->purify( $html ), json_decode( file_get_contents( $given ), true ) ) );
