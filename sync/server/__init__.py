"""The server that orders changes and knows who may read and write them."""
