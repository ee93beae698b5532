"""The fault campaign: whatever is done to logs while they are followed, every record is stored exactly once.

A process of its own does to files what happens to them: appends that end anywhere, rotations by rename and by copy and
truncate, replacement, deletion, packing, copying, touching, full disks. Each *sequence* is a folder with a few logs and
a random number generator of its own, so that a seed and a number tell all that is done in it.

What is asserted, of every record that was written whole:

* It is in the store **exactly once**, in whatever file it was met first.
* Unless the last file that held it was truncated, overwritten or deleted before the follower was seen to have it: then
  **at most once**. Half of those faults wait until everything is seen, and then nothing may be lost at all.
* Nothing is counted as a duplicate, since no record is written twice.
* There are unparsed rows only in sequences in which a record was torn (begun, and its rest never written behind it) or
  lost to the system, and of files that went, or were emptied, having ended in the midst of a record for a while.
* The ledger adds up (`tests.ledger`).
"""
