# logdoc_embed(TARGET FILES…): the rule files as one generated C file in TARGET.
function(logdoc_embed target)
  set(out "${CMAKE_CURRENT_BINARY_DIR}/builtin_files.c")
  add_custom_command(
    OUTPUT "${out}"
    COMMAND ${CMAKE_COMMAND} -DOUT=${out} "-DFILES=${ARGN}" -P
            "${CMAKE_CURRENT_SOURCE_DIR}/cmake/EmbedFiles.cmake"
    DEPENDS ${ARGN} "${CMAKE_CURRENT_SOURCE_DIR}/cmake/EmbedFiles.cmake"
    COMMENT "Embedding the rules" VERBATIM)
  target_sources(${target} PRIVATE "${out}")
endfunction()
