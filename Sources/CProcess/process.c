#include "CProcess.h"

#include <signal.h>
#include <stddef.h>

#if defined(__linux__)
#include <sys/prctl.h>
#endif

int tabletheory_die_with_parent(void) {
#if defined(__linux__)
  return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
#else
  return 1;
#endif
}

int tabletheory_ignores_signal(int signal) {
  struct sigaction action;
  return sigaction(signal, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}
