<?php
// A plugin of the trial's WordPress: it may ask other servers of this machine, which stand for the internet.
add_filter( 'http_request_host_is_external', '__return_true' );
add_filter( 'http_allowed_safe_ports', fn( $ports, $host, $url ) => array( wp_parse_url( $url, PHP_URL_PORT ) ), 10, 3 );
add_filter( 'wp_is_application_passwords_available', '__return_true' );
