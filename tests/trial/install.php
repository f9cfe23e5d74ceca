<?php
// Sets a WordPress up: an administrator, an author, and a password of each for REST. Prints JSON, login → password.
define( 'WP_INSTALLING', true );
require_once $argv[1] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install( 'Clinic', 'admin', 'admin@clinic.example', true, '', 'admin' );
wp_insert_user( array( 'user_login' => 'author', 'user_pass' => 'author', 'role' => 'author' ) );
switch_theme( 'twentytwentyone' );
foreach ( array( 'admin', 'author' ) as $login ) {
	$user              = get_user_by( 'login', $login );
	$made[ $login ]    = WP_Application_Passwords::create_new_application_password( $user->ID, array( 'name' => 'trial' ) )[0];
}
echo json_encode( $made );
