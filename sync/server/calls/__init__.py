"""The calls of the network: their addresses and the bodies they carry."""
