"""From files and standard input to articles: bytes are decoded, nothing else is changed."""
