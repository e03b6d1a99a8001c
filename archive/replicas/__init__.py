"""Replicas: the collection in other places, where neither damage nor an attacker here can reach what was kept.

    REPLICA/
      README.txt                            how to get the collection back with coreutils alone
      objects/ab/abcd...                    each file of each sealed state, under the SHA-256 of its bytes
      snapshots/SEQ-DIGEST/                 the signed manifest of one sealed state, written last
      quarantine/, partial/                 what was found damaged; what was being written

A replica only ever grows: what changed here is a new object there, and nothing is deleted or overwritten. The target
is dumb (`target.Target`); what it gives back is hashed here, and the signature decides what is right.
"""
