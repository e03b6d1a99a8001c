"""The text of a replica's README.txt: for somebody who has nothing but the replica and coreutils."""

TEXT = """\
WHAT THIS IS
============
This is a replica of a beilin collection: a second copy of the copy of a blog, kept so that nobody can unsay it.
Nothing in it is ever replaced or deleted by beilin.

  objects/ab/abcd...    files, each under the SHA-256 of its own bytes
  snapshots/N-DIGEST/   what the collection was at one moment: manifest-sha256.txt lists every file with its SHA-256,
                        manifest-sha256.txt.sig is its signature, by a key of allowed_signers; the highest N is newest
  quarantine/           bytes that were found damaged; nobody needs them
  partial/              what was being written when a connection was lost; nobody needs it

TO GET THE COLLECTION BACK
With beilin:      beilin restore --from THIS -o collection      (or: python -m archive restore, with the same words)
Without beilin, in this folder, with any POSIX shell and coreutils (copy it here first, if it is on a server):

    snapshot=$(ls -d snapshots/*/ | sort | tail -n 1)
    mkdir ../collection
    while read -r digest name; do
      case "/$name" in */../*|*/..) echo "refused: $name"; continue ;; esac
      mkdir -p "../collection/$(dirname "$name")"
      cp "objects/$(printf %.2s "$digest")/$digest" "../collection/$name"
    done < "$snapshot/manifest-sha256.txt"
    cp "$snapshot"/manifest-* ../collection/
    cd ../collection && sha256sum -c --quiet manifest-sha256.txt

No line of the last command: every file is as it was. Who made it, OpenSSH tells:

    ssh-keygen -Y verify -f keys/allowed_signers -I beilin -n beilin-manifest \\
      -s manifest-sha256.txt.sig < manifest-sha256.txt

Compare the fingerprint that it shows (SHA256:...) with the one that the organisation wrote down. A file that is
damaged here may be whole in another replica, under the same name in objects/. README.txt in the collection says how
to read it.

Many people named here may be at risk. Think before you copy or publish.


这是什么
========
这是碑林（beilin）存档的副本。objects/ 中每个文件以自身的 SHA-256 命名；snapshots/ 中编号最大的清单
（manifest-sha256.txt）列出全部文件。按上面的命令即可恢复到 ../collection，最后一条命令没有输出即表示完整无误。
请核对签名密钥的指纹。文中提到的许多人可能面临风险，复制或公开之前请三思。
"""
