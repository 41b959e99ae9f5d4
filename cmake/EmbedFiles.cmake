# cmake -DOUT=file.c -DFILES=a.json;b.json -P EmbedFiles.cmake
set(text "/* Generated from rules/. */\n#include \"builtin.h\"\n\n")
set(rows "")
set(number 0)
foreach(file IN LISTS FILES)
  get_filename_component(name "${file}" NAME)
  file(READ "${file}" hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  # No text of JSON holds a raw newline: line ends and indents say nothing.
  string(REGEX REPLACE "0x0a,(0x20,)*" "" bytes "${bytes}")
  string(REGEX REPLACE "(................................................................................)"
         "\\1\n" bytes "${bytes}")
  string(APPEND text "static const unsigned char file_${number}[] = {\n${bytes}0 };\n\n")
  string(APPEND rows "    { \"${name}\", file_${number}, sizeof(file_${number}) - 1 },\n")
  math(EXPR number "${number} + 1")
endforeach()
string(APPEND text "const struct builtin_file builtin_files[] = {\n${rows}};\n"
       "const size_t builtin_file_count = ${number};\n")
file(WRITE "${OUT}" "${text}")
