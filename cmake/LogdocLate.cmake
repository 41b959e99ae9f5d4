# logdoc_late(LAYER MODULE): the layer loads the library of a pkg-config module when it
# first needs it (late_library.h); MODULE_LIBRARY is the name that the loader knows.
function(logdoc_late layer module)
  list(GET ${module}_LINK_LIBRARIES 0 library)
  execute_process(COMMAND ${CMAKE_READELF} -d "${library}" OUTPUT_VARIABLE dynamic)
  if(NOT dynamic MATCHES "SONAME[^\n]*\\[([^]\n]+)\\]")
    message(FATAL_ERROR "${library} is not a shared library")
  endif()
  target_compile_definitions(logdoc_${layer} PRIVATE ${module}_LIBRARY="${CMAKE_MATCH_1}")
  target_include_directories(logdoc_${layer} SYSTEM PRIVATE ${${module}_INCLUDE_DIRS})
  target_link_libraries(logdoc PRIVATE ${CMAKE_DL_LIBS})
endfunction()
