# The house's compiler flags, on one interface target.
add_library(logdoc_flags INTERFACE)
target_compile_options(logdoc_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes
  -Wvla -Wwrite-strings -fno-common
  "SHELL:-include ${CMAKE_CURRENT_SOURCE_DIR}/src/base/banned.h")
target_compile_definitions(logdoc_flags INTERFACE
  _POSIX_C_SOURCE=200809L LOGDOC_VERSION="${PROJECT_VERSION}")
if(LOGDOC_WERROR)
  target_compile_options(logdoc_flags INTERFACE -Werror)
endif()
