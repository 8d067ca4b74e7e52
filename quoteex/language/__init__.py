"""From text to sentences, words and names: all use of stanza and of the encoder, imported only when needed."""
