"""Commands that make the embedded models again, and measure them."""
