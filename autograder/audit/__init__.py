"""Can a suite of hidden tests be trusted? Right programs lose nothing, wrong ones are caught.

For whoever writes exercises, in a checkout of the project: it reads the reference, so it is no part
of what students install.
"""
