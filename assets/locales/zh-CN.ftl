# 界面文字。两个文件的键和占位符必须一致，由测试检查。
# 数字直接写成 { $count }，不加分组符号。

## 语言：以各自的语言书写，两个文件相同
language-zh-cn = 简体中文
language-en = English

app-title = invoice-lens 票据验框

## 开始页
start-purpose = 亲眼核对 OCR 是否把每张票据框在了正确的位置
start-platform = 1  平台
start-address = 平台地址
start-address-bad = 这不是有效的平台地址，地址应以 https:// 开头
start-token = 2  访问令牌
start-token-placeholder = 粘贴 accessToken
start-token-hint = 仅保存在内存中，不写入磁盘，也不会出现在报告里
start-ids = 3  票据 ID
start-ids-placeholder =
    每行一个，也可以是逗号分隔、JSON 数组、Excel 的一列……
    可以把 .txt 或 .csv 文件拖到这里
start-ids-hint = 随意粘贴：逗号、制表符、引号、全角字符都能识别
start-long = 已粘贴 { $lines } 行
start-clear = 清空
start-report = { $lines } 行，{ $ids } 个 ID，重复 { $repeated } 个，非 ID { $rejected } 个
start-show = 查看
start-hide = 收起
start-rejected = 第 { $line } 行：“{ $text }”不是 ID
start-repeated = 第 { $line } 行：“{ $text }”重复
start-load =
    { $count ->
        [0] 加载票据
       *[other] 加载 { $count } 张票据
    }
start-demo = 用演示票据试用
start-reading = 正在读取……
start-missing-address = 还缺平台地址
start-missing-token = 还缺访问令牌
start-missing-ids = 还缺票据 ID

drop-here = 松开鼠标，读取 .txt 或 .csv 文件中的票据 ID

platform-standalone = 合思独立版
platform-dingtalk = 钉钉
platform-wecom = 企业微信
platform-yunzhijia = 云之家
platform-dingtalk-own-app = 钉钉企业自建应用
platform-feishu = 飞书
platform-other = 其他地址

## 顶栏与设置
top-filters = 筛选栏
top-new = 新建票据清单
top-demo = 演示：虚构票据，不联网
top-search = 搜索 ID 或文件名
top-tile-size = 缩略图大小
top-help = 快捷键
settings = 设置
settings-language = 语言
settings-theme = 外观
theme-system = 跟随系统
theme-light = 浅色
theme-dark = 深色
settings-scale = 界面缩放
settings-regions = 识别区域的数字
regions-automatic = 自动
regions-corners = 两个角点
regions-size = 角点加宽高
regions-upright = 旋转过的照片按摆正后的像素计

## 筛选
filter-title = 显示
filter-all = 全部
filter-unfinished = 尚未加载
filter-ready = 已加载
filter-findings = 需要留意
filter-failed = 失败
filter-not-found = 未找到
filter-no-picture = 没有图片

## 网格
grid-name = 票据
grid-scroll = 滚动网格
grid-empty = 这里没有票据
tile-name = { $id }，{ $state }，第 { $position } 张，共 { $count } 张
tile-retry = 重试
menu-open = 打开
menu-copy-id = 复制 ID

## 票据状态
stage-waiting = 等待中
stage-linked = 等待图片
stage-loading = 加载中
stage-ready = 已加载
stage-failed = 失败
stage-not-found = 平台上没有这张票据
stage-no-picture = XML：只有数据，没有图片

## 状态栏
status-links = 链接 { $done }/{ $of }
status-pictures = 图片 { $done }/{ $of }
status-failed = { $count } 张失败
status-not-found = { $count } 张未找到
status-retry = 全部重试
status-pause = 停止加载
status-resume = 继续加载
status-paused = 已停止
status-progress = 图片加载进度

## 提示
notice-added = 新增 { $added } 个，已有 { $known } 个，非 ID { $rejected } 个
notice-nothing = 粘贴的内容里没有票据 ID
notice-copied = 已复制：{ $text }
notice-close = 关闭
notice-reconnect = 用此令牌继续
read-too-large = 文件太大，不像 ID 清单。请拖入不超过 64 MB 的文本文件。
read-io = 无法读取文件（{ $detail }）。请确认文件仍然存在且有权打开。
read-not-text = 这不是文本文件。请把表格另存为 CSV 再拖入，或直接粘贴 ID 列。
read-demo = 演示无法启动（{ $detail }）。请重新启动程序。

## 查看器
viewer-canvas = 页面与识别区域
viewer-back = 返回网格
viewer-previous = 上一张票据
viewer-next = 下一张票据
viewer-fit = 整页
viewer-zoom-region = 放大到识别区域
viewer-actual-size = 原始大小（100%）
viewer-zoom-in = 放大
viewer-zoom-out = 缩小
viewer-rotate-right = 向右旋转视图
viewer-rotate-left = 向左旋转视图
viewer-dim = 调暗区域以外
viewer-overlay = 隐藏识别区域（按住 H）
viewer-page = 第 { $page } / { $count } 页
viewer-page-previous = 上一页
viewer-page-next = 下一页
viewer-details = 详细信息
viewer-loading-full = 正在加载原图……

## 以卡片显示的 XML 发票
xml-banner = XML 为数据文件，没有票面。以下按字段排版，与票面可能不同。
xml-banner-other = XML 为数据文件，没有票面，也不是已知格式的数电票。以下是它的全部字段。
xml-red = 红字发票
xml-number = 发票号码
xml-date = 开票日期
xml-buyer = 购买方
xml-seller = 销售方
xml-name = 名称
xml-tax-id = 税号
xml-address = 地址
xml-telephone = 电话
xml-bank = 开户行
xml-account = 账号
xml-item = 项目名称
xml-model = 规格型号
xml-unit = 单位
xml-quantity = 数量
xml-price = 单价
xml-amount = 金额
xml-tax-rate = 税率
xml-tax = 税额
xml-sum-amount = 合计金额
xml-sum-tax = 合计税额
xml-total = 价税合计
xml-remark = 备注
xml-drawer = 开票人
xml-tax-bureau = 税务局
xml-all-fields = 全部字段（{ $count }）
xml-search = 搜索字段名或内容
xml-copy = 复制全部字段
xml-nothing-found = 没有找到

placement-whole = 整页
placement-crop = 服务器裁剪，偏移 +{ $x }，+{ $y }
placement-rebuilt = 由 { $count } 个裁剪图拼回的页面
placement-unknown = 在页面上的位置未知

details-invoice = 票据
details-state = 状态
details-file = 文件名
details-source = 来源
details-picture = 图片
details-kind = 类型
details-region = 识别区域
details-sent = 接口返回
details-not-numbers = 不是数字
details-nothing-sent = 无
details-on-page = 页面坐标
details-region-size = 大小
details-in-picture = 图片坐标
details-page = 页面
details-shows = 显示范围
details-page-size = 页面大小
details-same-page = 同一页上的票据

## 快捷键
help-title = 快捷键
help-arrows = 在网格中移动；在查看器中切换上一张、下一张
help-pages = 上翻、下翻一屏，第一张，最后一张
help-open = 打开票据
help-close = 返回网格；G 也可打开
help-step = 下一张，上一张
help-page = 同一页上的上一张、下一张票据
help-fit = 整页
help-region = 放大到识别区域
help-actual = 原始大小（100%）
help-zoom = 放大，缩小
help-pan = 移动页面
help-rotate = 视图右转、左转
help-hide = 按住时隐藏识别区域；切换显示
help-dim = 调暗区域以外
help-copy = 复制票据 ID
help-paste = 把粘贴的 ID 加入网格
help-search = 搜索
help-retry = 重试失败的票据
help-panels = 筛选栏，详细信息
help-mouse = 鼠标：滚轮滚动网格、在指针处缩放页面，拖动移动页面，Ctrl 加滚轮改变缩略图大小。
help-done = 关闭

## 失败：发生了什么，该怎么做
failure-token_missing = 没有访问令牌。请粘贴 accessToken。
failure-token_refused = 平台拒绝了令牌：已过期，或属于其他企业或平台。请粘贴新的令牌。
failure-key_refused = 平台拒绝了应用密钥。请检查 appKey、appSecurity 和平台地址。
failure-answer_unreadable = 平台返回的内容不符合接口文档。请检查地址后重试。
failure-platform_error = 平台返回错误。请稍后重试。
failure-throttled = 请求过于频繁。请一分钟后重试。
failure-server_error = 服务器自身出现问题。请稍后重试。
failure-unreachable = 该地址没有响应。请检查网络和地址后重试。
failure-certificate = 服务器证书不受信任。请向 IT 部门询问网络代理。
failure-timeout = 服务器响应太慢。请重试。
failure-redirected = 服务器把请求转到了别处。请检查平台地址。
failure-no_link = 平台上这张票据没有文件。请在平台上核对。
failure-link_unsafe = 平台给出的链接不安全，没有下载。请联系平台支持。
failure-link_expired = 链接反复过期。请检查电脑时间后重试。
failure-link_altered = 链接签名无效，可能被代理改写。请重试。
failure-file_gone = 文件已不在服务器上。请在平台上核对。
failure-processing_refused = 服务器无法裁剪图片：区域可能超出页面。请在平台上核对识别区域。
failure-refused = 文件服务器拒绝提供文件。请重试；仍然如此请联系平台支持。
failure-file_too_large = 文件超过 40 MB，没有加载。
failure-cut_short = 文件没有传完整。请重试。
failure-file_empty = 文件是空的。
failure-not_a_picture = 收到的不是票据，而是网页或错误信息。请稍后重试。
failure-data_file = XML 发票：只有数据，没有图片。
failure-unsupported = 本版本还不能显示这种文件。
failure-encrypted = 文件有密码保护。
failure-picture_too_large = 图片像素太多，无法打开。
failure-too_complex = 文档内容远超一般票据，已放弃绘制。
failure-corrupt = 文件已损坏。请重试；仍然如此请在平台上重新上传。
failure-decoder_failed = 图片无法解码。

## 发现：自动检查注意到的情况
finding-region_missing = OCR 未返回识别区域
finding-region_unreadable = 识别区域不是四个数字
finding-region_inverted = 识别区域的角点顺序颠倒，已更正
finding-region_empty = 识别区域是空的
finding-region_outside_picture = 识别区域在收到的图片之外
finding-region_beyond_picture = 识别区域超出收到的图片
finding-region_cannot_be_placed = 识别区域无法定位
finding-region_cannot_be_placed-about = 识别区域无法定位：{ $subject }
finding-picture_size_unexpected = 图片大小与链接不符
finding-picture_size_unexpected-about = 图片大小与链接不符：{ $subject }
finding-picture_incomplete = 文件提前结束，缺少的部分为空白
finding-more_frames = 文件含有多帧，只显示第一帧
finding-more_frames-about = 文件中有 { $subject } 帧，只显示第一帧
finding-more_pages = 文档有多页，识别区域按第一页处理
finding-more_pages-about = 文档共 { $subject } 页，识别区域按第一页处理
finding-fonts_substituted = 文档未嵌入全部字体，已用其他字体替代，字形可能不同
finding-objects_not_drawn = 页面有部分内容未能显示
finding-objects_not_drawn-about = 页面有 { $subject } 个对象未能显示

## 识别区域为何无法定位
place-page_size_needed = 识别区域无法定位：不知道整页的大小
place-orientation_unknown = 识别区域无法定位：服务器旋转图片的方式未知
place-orientation_contradicts = 识别区域无法定位：链接与图片对旋转方向的说法矛盾
place-ambiguous = 识别区域无法定位：链接的处理步骤有多种解释
place-starts_outside = 识别区域无法定位：链接裁剪的位置超出页面
place-shows_nothing = 识别区域无法定位：图片没有显示页面的任何部分
place-no_pixels = 识别区域无法定位：图片没有像素
place-not_invertible = 识别区域无法定位：链接的处理步骤无法还原

## 命令行
audit-no-ids = 没有给出票据 ID。请写在命令后面，或用 - 从标准输入读取。
audit-no-token = 没有访问令牌。请设置环境变量 INVOICE_LENS_TOKEN，或 INVOICE_LENS_APP_KEY 与 INVOICE_LENS_APP_SECURITY。
audit-bad-token = 环境变量 INVOICE_LENS_TOKEN 的内容不是令牌。请重新复制 accessToken，不要带空格或换行。
audit-token-refused = 平台拒绝了令牌：已过期，或属于其他企业或平台。请在环境变量 INVOICE_LENS_TOKEN 中设置新的令牌。
audit-half-key = 环境变量 INVOICE_LENS_APP_KEY 与 INVOICE_LENS_APP_SECURITY 必须同时设置，现在缺少一个。
audit-bad-key = 环境变量 INVOICE_LENS_APP_KEY 或 INVOICE_LENS_APP_SECURITY 的内容不是密钥。请重新复制，不要带空格或换行。
audit-key-refused = 平台拒绝了应用密钥。请检查 INVOICE_LENS_APP_KEY、INVOICE_LENS_APP_SECURITY 和平台地址。
audit-format = 报告文件名必须以 .json 结尾
audit-failed = 未能写入报告：{ $detail }
audit-left-out = 未纳入：非 ID { $rejected } 个，重复 { $repeated } 个
