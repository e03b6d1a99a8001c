"""Blogger's own exports: the classic file and Takeout's folder, read into one document and written from it.

names     the name spaces and schemes of both
document  what an export holds, whatever its form; nothing of either is left out
elements  XML an element at a time, and back
reading   either form into a document
writing   a document into either form
folder    a Takeout folder: the feed, the settings and the theme beside it
making    a document from a collection's articles
checking  what an importer would stumble over
"""
