# Has jekyll-import read files, in the folder that this is started in; prints what it wrote there as JSON.
# Usage: ruby jekyll_import.rb LIB blogger|wordpressdotcom FILE ...      (LIB is jekyll-import's own lib/)
#
# Its importers are started past their lists of what they need: those name gems that only its downloads use.
lib, kind, *files = ARGV
$LOAD_PATH.unshift lib
%w(cgi fileutils json nokogiri rexml/document rexml/streamlistener rexml/parsers/streamparser time uri yaml).each { |one| require one }
require "jekyll-import"

Jekyll.logger.log_level = :error
importer, options = {
  "blogger"         => [JekyllImport::Importers::Blogger, { "comments" => true }],
  "wordpressdotcom" => [JekyllImport::Importers::WordpressDotCom, { "no_fetch_images" => true }],
}.fetch(kind)
files.each { |file| importer.process(options.merge("source" => file)) }

found = Dir.glob("_*/**/*.html").sort.map do |path|
  _, front, body = File.read(path, :encoding => "UTF-8").split(/^---\s*\n/, 3)
  { "path" => path, "front" => YAML.unsafe_load(front), "body" => body.to_s }
end
$stdout.write(JSON.generate(found))
