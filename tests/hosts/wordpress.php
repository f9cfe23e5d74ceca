<?php
// What WordPress itself makes of our page, of what its oEmbed data holds, and of a pasted copy: its own code, with only
// the network, the password maker and its own address replaced. Arguments: the folder of WordPress; a JSON file with "page" (HTML),
// "address", "oembed" (the decoded file) and "copy" (HTML). Prints JSON.
error_reporting( E_ALL & ~E_DEPRECATED );
[ , $wordpress, $given ] = $argv;
$given = json_decode( file_get_contents( $given ) );
define( 'ABSPATH', "$wordpress/" );
define( 'WPINC', 'wp-includes' );

function wp_safe_remote_get( $url, $args ) {
	global $given;
	return array( 'url' => $url, 'body' => substr( $given->page, 0, $args['limit_response_size'] ) );
}
function wp_remote_retrieve_body( $response ) {
	return $response['body'];
}
function wp_generate_password( $length ) {
	return str_repeat( 'a', $length );
}
function home_url( $path = '' ) {
	return "http://clinic.example$path";
}

foreach ( array( 'load', 'compat', 'plugin', 'l10n', 'functions', 'formatting', 'kses', 'option', 'shortcodes', 'embed', 'class-wp-oembed' ) as $file ) {
	require_once ABSPATH . WPINC . "/$file.php";
}
$oembed = _wp_oembed_get_object();

echo json_encode(
	array(
		'found'   => $oembed->discover( $given->address ),
		'embed'   => wp_filter_oembed_result( $oembed->data2html( $given->oembed, $given->address ), $given->oembed, $given->address ),
		// What an author may post who is not an administrator.
		'copy'    => wp_unslash( wp_filter_post_kses( wp_slash( $given->copy ) ) ),
	)
);
