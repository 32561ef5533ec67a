"""The network that deploy/azure makes, rehearsed with namespaces, nftables and BIND on one machine."""
