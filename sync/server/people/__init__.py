"""Who there is and what they may do: accounts, devices, workspaces, members."""
