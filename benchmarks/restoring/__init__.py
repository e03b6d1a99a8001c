"""Other programs as judges of what `beilin restore` writes: each imports one archive, and is asked what it has then."""
