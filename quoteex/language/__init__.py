"""From text to sentences, words and names: all use of stanza and transformers, imported only when needed."""
