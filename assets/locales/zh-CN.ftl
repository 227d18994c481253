# 界面文字。两个文件的键和占位符必须一致，由测试检查。
# 数字直接写成 { $count }，不加分组符号。

## 语言：以各自的语言书写，两个文件相同
language-zh-cn = 简体中文
language-en = English
