"""The README of a copy without names."""

TEXT = """\
A COPY WITHOUT NAMES
====================
This folder was made by beilin (beilin redact) from a collection that its keepers hold sealed. In the place of each name
that is protected stands a mark in these brackets: 〔〕. Who stands behind a mark only the keepers can tell.

  beilin.toml           the blog's address
  records/              every post and page as JSON, in UTF-8; vN.json is version N, the highest the newest
  events.jsonl          how this copy was made; "of" is the SHA-256 of the manifest of the sealed collection
  keys/                 the public key that signs this folder
  manifest-sha256.txt   the SHA-256 of every file above

This is no evidence: it has no captures (WARC). A capture proves something only as it came, and as it came it holds the
names. Pictures are left out, too: faces, banners, and what cameras write into their files. The sealed collection proves
this copy: from it, and the keepers' key, the same copy can be made again.
More words than the protected names are hidden: whatever could be one of them. The addresses of posts still stand in the
records, where no name is in them; while the blog is in the web, whoever follows one reads the names there.

TO CHECK THAT NOTHING HAS CHANGED
    sha256sum -c --quiet manifest-sha256.txt
    ssh-keygen -Y verify -f keys/allowed_signers -r keys/revoked_keys -I beilin -n beilin-manifest \\
        -s manifest-sha256.txt.sig < manifest-sha256.txt
It must say: Good "beilin-manifest" signature for beilin with ED25519 key
    FINGERPRINT

隐去姓名的副本
==============
本文件夹由碑林（beilin redact）据保管者封存的存档制成。凡受保护的姓名，均以〔〕中的标记代替；
标记背后是谁，只有保管者知道。
本副本不是证据：不含抓取的原始数据与图片，原始数据只有原样才能为证，而原样即含姓名。
为安全起见，隐去的字词多于姓名本身。
记录中仍有文章的网址；博客仍在网上时，打开网址即可读到姓名。
"""
