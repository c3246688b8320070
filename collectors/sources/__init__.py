"""One file per outside format; each turns bytes into rows of text and judges nothing else."""
