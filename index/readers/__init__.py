"""One module for each format; ``read`` picks by the file's ending."""
