# logdoc_embed(TARGET TABLE FILES…): the files as one generated C file in TARGET, which
# defines what TABLE.h declares.
function(logdoc_embed target table)
  set(out "${CMAKE_CURRENT_BINARY_DIR}/${table}.c")
  add_custom_command(
    OUTPUT "${out}"
    COMMAND ${CMAKE_COMMAND} -DOUT=${out} -DTABLE=${table} "-DFILES=${ARGN}" -P
            "${CMAKE_CURRENT_SOURCE_DIR}/cmake/EmbedFiles.cmake"
    DEPENDS ${ARGN} "${CMAKE_CURRENT_SOURCE_DIR}/cmake/EmbedFiles.cmake"
    COMMENT "Embedding ${table}" VERBATIM)
  target_sources(${target} PRIVATE "${out}")
endfunction()
