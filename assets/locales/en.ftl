# Texts of the user interface. Both files have the same keys and placeholders; a test compares them.
# A number is written { $count } and comes without grouping signs.

## Languages: each in its own words, the same in both files
language-zh-cn = 简体中文
language-en = English
