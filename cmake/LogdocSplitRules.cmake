# logdoc_split_rules(HEADS RESTS FILES…): sets HEADS and RESTS to the files in which
# split_rules parts each rule file, made when it changes. They have its name.
function(logdoc_split_rules heads_list rests_list)
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/rules")
  file(MAKE_DIRECTORY "${folder}/heads" "${folder}/rests")
  foreach(file IN LISTS ARGN)
    get_filename_component(name "${file}" NAME)
    add_custom_command(OUTPUT "${folder}/heads/${name}" "${folder}/rests/${name}"
      COMMAND split_rules "${file}" "${folder}/heads/${name}" "${folder}/rests/${name}"
      DEPENDS split_rules "${file}" COMMENT "Splitting ${name}" VERBATIM)
    list(APPEND heads "${folder}/heads/${name}")
    list(APPEND rests "${folder}/rests/${name}")
  endforeach()
  set(${heads_list} ${heads} PARENT_SCOPE)
  set(${rests_list} ${rests} PARENT_SCOPE)
endfunction()
