"""The wire: what goes out and comes in, kept byte for byte before anybody reads it; and what may go out at all."""
