<?php
// Installs WordPress into the data base of its wp-config.php, imports WXR files with WordPress' own importer, and
// prints as JSON what WordPress has then. Arguments: WordPress' folder, the importer's folder, the zone, the files.
error_reporting( E_ERROR | E_PARSE );
list( , $wordpress, $importer, $zone ) = $argv;
$_SERVER += array( 'HTTP_HOST' => 'localhost', 'REQUEST_METHOD' => 'GET', 'SERVER_PROTOCOL' => 'HTTP/1.1', 'REQUEST_URI' => '/' );
define( 'WP_INSTALLING', true );
define( 'WP_LOAD_IMPORTERS', true );
define( 'WP_ADMIN', true );
define( 'IMPORT_DEBUG', true );
require "$wordpress/wp-load.php";
require_once ABSPATH . 'wp-admin/includes/admin.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install( 'Judge', 'judge', 'judge@example.org', false, '', 'judge' );
foreach ( get_posts( array( 'post_type' => 'any', 'numberposts' => -1, 'post_status' => 'any' ) ) as $post ) {
	wp_delete_post( $post->ID, true );
}
update_option( 'permalink_structure', '/%year%/%monthnum%/%postname%.html' );
update_option( 'timezone_string', $zone );
global $wp_rewrite;
$wp_rewrite->init();
$wp_rewrite->flush_rules( false );
wp_set_current_user( 1 );
kses_remove_filters();
add_filter( 'http_request_host_is_external', '__return_true' );
add_filter( 'http_allowed_safe_ports', function ( $ports ) { return range( 1, 65535 ); } );
add_filter( 'import_allow_create_users', '__return_true' );
add_filter( 'big_image_size_threshold', '__return_false' );
add_filter( 'intermediate_image_sizes_advanced', '__return_empty_array' );
require "$importer/wordpress-importer.php";
if ( function_exists( 'wordpress_importer_init' ) ) {
	wordpress_importer_init();
}
$said = '';
foreach ( array_slice( $argv, 4 ) as $file ) {
	$import = new WP_Import();
	$data = $import->parse( $file );
	if ( is_wp_error( $data ) ) {
		fwrite( STDERR, "$file: " . $data->get_error_message() . "\n" );
		exit( 1 );
	}
	$_POST['imported_authors'] = array_keys( $data['authors'] );
	$_POST['user_new'] = $_POST['user_map'] = array();
	foreach ( $_POST['imported_authors'] as $n => $login ) {
		$user = get_user_by( 'login', $login );
		$_POST['user_map'][ $n ] = $user ? $user->ID : 0;
	}
	$import->fetch_attachments = true;
	ob_start();
	$import->import( $file );
	$said .= ob_get_clean();
}
$found = array();
$statuses = array( 'publish', 'draft', 'future', 'private', 'pending', 'inherit' );
foreach ( get_posts( array( 'post_type' => array( 'post', 'page', 'attachment' ), 'numberposts' => -1, 'post_status' => $statuses, 'orderby' => 'ID', 'order' => 'ASC' ) ) as $post ) {
	$comments = array();
	foreach ( get_comments( array( 'post_id' => $post->ID, 'orderby' => 'comment_ID', 'order' => 'ASC' ) ) as $comment ) {
		$comments[] = array(
			'id' => get_comment_meta( $comment->comment_ID, '_comment', true ),
			'parent' => $comment->comment_parent ? get_comment_meta( $comment->comment_parent, '_comment', true ) : null,
			'author' => $comment->comment_author,
			'utc' => $comment->comment_date_gmt,
			'text' => $comment->comment_content,
		);
	}
	$file = 'attachment' === $post->post_type ? get_attached_file( $post->ID ) : '';
	$found[] = array(
		'kind' => $post->post_type,
		'status' => $post->post_status,
		'title' => $post->post_title,
		'path' => parse_url( get_permalink( $post ), PHP_URL_PATH ),
		'was' => get_post_meta( $post->ID, 'blogger_permalink', true ),
		'id' => get_post_meta( $post->ID, '_record', true ),
		'exact' => get_post_meta( $post->ID, '_published', true ),
		'local' => $post->post_date,
		'utc' => $post->post_date_gmt,
		'author' => get_the_author_meta( 'display_name', $post->post_author ),
		'labels' => wp_get_post_tags( $post->ID, array( 'fields' => 'names' ) ),
		'markup' => $post->post_content,
		'comments' => $comments,
		'url' => $file ? wp_get_attachment_url( $post->ID ) : '',
		'sha256' => $file && is_file( $file ) ? hash_file( 'sha256', $file ) : '',
	);
}
echo json_encode( array( 'version' => get_bloginfo( 'version' ), 'said' => $said, 'posts' => $found ), JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE );
