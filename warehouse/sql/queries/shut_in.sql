-- grain: none: the connection reads and writes no other file, reaches no network, and cannot take that back
set autoinstall_known_extensions = false;
set autoload_known_extensions = false;
set enable_external_access = false;
set lock_configuration = true
