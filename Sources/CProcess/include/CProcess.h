#ifndef CPROCESS_H
#define CPROCESS_H

// What Swift cannot say of a process: prctl(2) has a variable number of arguments, and sigaction(2) a union that every
// platform names in its own way.

/// Lets the kernel kill this process (SIGKILL) when the one that started it is gone, also through an exec.
///
/// Returns 0, or -1 with errno; 1 where the platform has no such thing.
int tabletheory_die_with_parent(void);

/// Whether this process ignores a signal, as nohup(1) makes it do with SIGHUP.
int tabletheory_ignores_signal(int signal);

#endif
