// Declares nothing: linking start.c is all that it is for.
