# 界面文字。两个文件的键和占位符必须一致，由测试检查。
# 数量直接写成 { $count }，自动按千位分组（12,345）；不是数量的数字以文本传入。

## 语言：以各自的语言书写，两个文件相同
language-zh-cn = 简体中文
language-en = English

app-title = invoice-lens 票据验框

## 开始页
start-purpose = 逐张核对 OCR 是否框对了每张票据
start-platform = 1  平台
start-address = 平台地址
address-retry = 用此地址重试
start-address-bad = 这不是有效的平台地址，地址应以 https:// 开头
start-token = 2  授权
start-token-placeholder = 粘贴 accessToken
start-token-hint = 仅保存在内存中，不写入磁盘，也不会出现在报告里
start-ids = 3  票据 ID
start-ids-placeholder =
    每行一个，也可以是逗号分隔、JSON 数组、Excel 的一列……
    可以把 .txt、.csv、.xlsx 或 .xls 文件拖到这里
start-file = 从文件读取
start-file-path = 文件路径
start-file-read = 读取
start-file-hint = .txt、.csv、.xlsx 或 .xls 文件，也可以直接拖到窗口上。
choose-file = 选择文件…
choose-folder = 选择文件夹…
choose-new-file = 选择保存位置…
choose-none = 系统没有可用的文件选择窗口，请输入或粘贴路径。
start-ids-hint = 直接粘贴即可：逗号、制表符、引号、全角字符都能识别
start-long = 已粘贴 { $lines } 行
start-clear = 清空
start-report = { $lines } 行，{ $bills ->
   *[0] {""}
    [other] { $bills } 张单据，
}{ $ids } 个 ID，重复 { $repeated } 个，未采用 { $rejected } 个
start-show = 查看
start-hide = 收起
start-rejected = 第 { $line } 行：“{ $text }”不是 ID
start-repeated = 第 { $line } 行：“{ $text }”重复
start-more-rejected = …… 还有 { $count } 条
start-other-column = 第 { $line } 行：“{ $text }”在其他列
start-other-field = 第 { $line } 行：“{ $text }”所在字段不是票据 ID
start-other-sheet = 工作表“{ $sheet }”第 { $line } 行：“{ $text }”不在所读取的工作表中
start-repeated-on-sheet = 工作表“{ $sheet }”第 { $line } 行：“{ $text }”重复
start-beside-an-id = 第 { $line } 行：“{ $text }”像是单据编号，因与发票 ID 同行未采用；要核对整张单据，请让它单独成行
start-rounded = 第 { $line } 行：“{ $text }”已被表格软件取整，请把该列设为文本后重新复制
start-secret = 第 { $line } 行：属于令牌或密码，未读取
start-from-column = 取自{ $column }，{ $rows } 行中 { $with } 行有 ID
start-from-json = 取自 JSON
start-from-row = 取自写明 ID 的行
start-from-everywhere = 取自所有列
start-column = 第 { $number } 列
start-column-named = “{ $name }”列
start-columns = 改从其他列取 ID
start-load =
    { $bills ->
       *[0] { $count ->
            [0] 加载票据
           *[other] 加载 { $count } 张票据
        }
        [other] { $count ->
            [0] 加载 { $bills } 张单据的票据
           *[other] 加载 { $bills } 张单据和 { $count } 张票据
        }
    }
start-demo = 用演示票据试用
start-reading = 正在读取……
start-missing-address = 请填写平台地址
start-missing-token = 请填写访问令牌
start-missing-key = 请填写 appKey 和 appSecurity
start-missing-ids = 请粘贴票据 ID 或单据号

drop-here = 松开鼠标：读取 .txt、.csv、.xlsx 或 .xls 文件中的票据 ID，或把文件夹、图片用作原件

platform-standalone = 合思独立版
platform-dingtalk = 钉钉
platform-wecom = 企业微信
platform-yunzhijia = 云之家
platform-dingtalk-own-app = 钉钉企业自建应用
platform-feishu = 飞书
platform-other = 其他地址

## 授权与系统钥匙串
way-token = 访问令牌
way-key = 应用密钥
start-remember-hint = 只交给系统钥匙串保管，不写入任何文件
keyring-remember = 记住（存入系统钥匙串）
keyring-loading = 正在读取系统钥匙串……
start-has-token = 沿用刚才的访问令牌（只在内存中）
start-has-key = 沿用刚才的应用密钥（只在内存中）
keyring-has-token = 访问令牌已存于系统钥匙串
keyring-has-key = 应用密钥已存于系统钥匙串
keyring-use-other = 换一个
keyring-forget = 不再保存
keyring-forget-all = 从系统钥匙串中删除已保存的授权
keyring-absent = 系统没有可用的钥匙串
keyring-locked = 钥匙串已锁定或拒绝访问
keyring-timed-out = 钥匙串没有响应
keyring-too-long = 内容超出钥匙串允许的长度
keyring-damaged = 钥匙串中的内容无法识别
keyring-failed = 钥匙串出错
settings-ca-file = 公司 CA 证书（PEM 文件的路径）
settings-private-addresses = 允许从内网地址下载文件
settings-ca-file-placeholder = 仅使用系统信任的证书
ca-file-io = 无法读取证书文件（{ $detail }）。请检查路径。
ca-file-no-certificate = 文件中没有 CA 证书。请向 IT 部门索取 PEM 格式的 CA 证书。

## 顶栏与设置
toolbar-more = 更多
top-filters = 筛选栏
top-new = 回到清单页：已填的内容都会保留
top-lists = 清单
top-demo = 演示：虚构票据，不联网
top-search = 搜索 ID、文件名、备注、发现
search-found = { $found } / { $of }
search-clear = 清除搜索
top-tile-size = 缩略图大小
tiles-small = 小缩略图
tiles-medium = 中缩略图
tiles-large = 大缩略图
tiles-small-short = 小
tiles-medium-short = 中
tiles-large-short = 大
top-tile-size-keys = Ctrl+滚轮
top-help = 快捷键

order = 排序
order-listed = 清单顺序
order-by-page = 同页票据相邻
order-by-finding = 可疑的在前
order-suspicious = 可疑的在前
order-by-region-size = 区域小的在前
order-by-file-name = 文件名
order-reversed = 倒序
views = 已存视图
views-name = 为当前视图命名
views-save = 保存
views-delete = 删除视图“{ $name }”
views-not-understood = 此版本无法识别该视图，已原样保留
go-to = 跳转
go-to-title = 序号（1 至 { $of }）或票据 ID
go-to-go = 跳转
go-to-not-shown = 该票据被筛选或搜索隐藏了
go-to-nowhere = 没有这个序号或票据 ID
settings = 设置
settings-general = 常规
settings-reading = 识别与图片
settings-network = 网络
settings-keyboard = 快捷键
keys-hint = 点击按键可移除；点击 + 后按下新的按键。
keys-reset-all = 恢复全部默认按键
keys-remove = 从“{ $what }”移除 { $key }
keys-add = 为“{ $what }”添加按键
keys-press = 请按键……（Esc 取消）
keys-reset = 恢复“{ $what }”的默认按键
keys-conflict = { $key } 与“{ $what }”共用；两者都可用时执行“{ $winner }”
key-next = 下一张
key-previous = 上一张
key-below = 下一行
key-above = 上一行
key-screen-up = 上翻一屏
key-screen-down = 下翻一屏
key-first = 第一张
key-last = 最后一张
key-next-on-page = 同页下一张
key-previous-on-page = 同页上一张
key-pan-left = 页面左移
key-pan-right = 页面右移
key-pan-up = 页面上移
key-pan-down = 页面下移
key-previous-unjudged = 上一张未核
key-next-unjudged = 下一张未核
key-extend-next = 选择扩展到下一张
key-extend-previous = 选择扩展到上一张
key-extend-below = 选择扩展到下一行
key-extend-above = 选择扩展到上一行
keys-taken = { $key } 现在属于“{ $other }”，改给“{ $what }”吗？
keys-take = 改给这里
keys-keep = 不改
keys-held = { $key } 属于“{ $other }”，不能改作他用。
settings-words-theme = 主题 夜间 暗色 明亮 颜色 theme dark
settings-words-scale = 缩放 字体 大小 字号 放大 150 zoom font
settings-words-language = 中文 英文 语言 language
settings-words-judging = 姓名 名字 核对人 自动 下一张 name
settings-words-reviews = 保存 位置 目录 路径 文件夹 folder
settings-words-print = 识别 文字 读取 OCR 二维码
settings-words-regions = 坐标 区域 旋转 方向
settings-words-memory = 内存 缓存 占用 memory
settings-words-reports = 导出 默认 格式 export report
settings-words-connections = 速度 并发 下载 网速
settings-words-proxy = 代理 网络 proxy
settings-words-trust = 证书 令牌 密钥 授权 密码 内网 token
settings-words-transfer = 备份 迁移 换电脑 恢复默认 backup
settings-words-about = 关于 版本 许可 诊断 反馈 about version
settings-judging = 核对
settings-trust = 证书与已保存的授权
settings-search = 搜索设置
settings-search-nothing = 没有匹配的设置
settings-language = 语言
settings-theme = 外观
theme-system = 跟随系统
theme-light = 浅色
theme-dark = 深色
settings-scale = 界面缩放
settings-connections = 同时下载数
settings-memory = 图片占用内存（MB）
memory-files = 文件
memory-pixels = 已解码
memory-textures = 显示中
settings-print = 读取票面文字
settings-reads = 空闲时读取票面文字，提示文字被切断、票据颠倒、号码、金额或日期不在区域内
settings-regions = 区域坐标格式
regions-automatic = 自动
regions-corners = 两个角点
regions-size = 角点加宽高
regions-upright = 旋转过的照片按摆正后的像素计

## 筛选
filter-all = 全部
filter-group = { $group }：全部 { $count }
filter-unfinished = 尚未加载
filter-ready = 已加载
filter-noticed = 发现
filter-findings = 需要留意
filter-nothing-noticed = 未见异常
filter-failed = 失败
filter-not-found = 未找到
filter-no-picture = 没有图片
filter-loading = 加载
filter-kinds = 文件类型
filter-types = 票据类型
filter-type-unknown = 尚未识别
filter-kind-unknown = 尚未识别
filter-marks = 其他
filter-shares-page = 同页有其他票据
filter-alone-on-page = 独占一页
filter-corrected = 已更正区域
filter-not-corrected = 未更正区域
filter-misread = 字段有误
filter-not-misread = 字段无误
filter-no = 否
filter-no-finding = 没有任何发现
filter-group-free = { $group }：全部
finding-ignore = 本次核对忽略“{ $finding }”
finding-heed = 本次核对恢复提示“{ $finding }”
filter-own-words = 其他原因
filter-no-reason = 未说明原因

## 网格
grid-name = 票据
grid-scroll = 滚动网格
grid-position = 第 { $first } – { $last } 张，共 { $of } 张
grid-empty = 没有符合所选筛选条件的票据
grid-empty-search = 没有包含此内容的票据
grid-empty-all = 显示全部票据
grid-empty-new = 平台返回后，票据会显示在这里
tile-wrong-fields = 识别有误：{ $fields }
tile-pages = { $kind } · { $count } 页
tile-crop = { $kind } · 裁剪图
tile-name = { $id }，{ $state }，第 { $position } 张，共 { $count } 张
tile-retry = 重试
tile-retry-longer = 重试（给 60 秒）
menu-open = 打开
menu-copy-id = 复制 ID

## 票据状态
stage-waiting = 等待中
stage-linked = 等待图片
stage-loading = 加载中
stage-ready = 已加载
stage-failed = 失败
tile-needs-token = 需要令牌才能取图片
stage-not-found = 平台上没有这张票据
stage-no-picture = XML：只有数据，没有图片

## 状态栏
status-loaded = 已加载 { $done }/{ $of }
status-read = 已识读 { $done }/{ $of }
status-read-tip = 已识读印刷文字的图片数。尚未识读的票据，不会有来自印刷文字的提示。
status-failed = { $count } 张失败
status-not-found = { $count } 张未找到
status-retry = 全部重试
status-pause = 停止加载
status-resume = 继续加载
status-paused = 已停止
status-progress = 图片加载进度

## 提示
notice-added = { $bills ->
   *[0] {""}
    [other] 正在查 { $bills } 张单据的票据，
}新增 { $added } 个，已有 { $known } 个{ $repeated ->
    [0] {""}
   *[other] ，重复 { $repeated } 个
}，未采用 { $rejected } 个
notice-bills-empty = { $count } 张单据未查到票据（单据不存在，或名下没有票据）：{ $bills }
notice-bills-failed = { $count } 张单据未能查询：{ $bills }。
notice-bills-again = 再查一次
notice-nothing = 粘贴的内容里没有票据 ID
notice-sheet = 已读取工作表“{ $sheet }”
notice-copied = 已复制：{ $text }
notice-close = 关闭
failure-details = 技术细节
failure-copy = 复制详细信息
run-slowed = 文件服务器要求放慢：同时下载数已减到 { $count }，会自动恢复。
run-throttled = 服务器限流，等待 { $secs } 秒后自动继续。可在设置中减少同时下载数。
run-platform = 平台
run-host-errors = 正在等待 { $host } 恢复：对方服务器出错。
run-host-silent = 正在等待 { $host } 恢复：对方响应太慢。
run-host-breaks = 正在等待 { $host } 恢复：连接一再中断。
run-host-busy = 正在等待 { $host }：对方要求暂停一段时间。
run-host-away = 正在等待 { $host } 恢复：{ $why }
run-probing = 会自动重试；已加载的票据可以继续查看。
run-try-now = 立即重试
notice-crashed = 程序内部出错，这一步没有完成，其余内容不受影响。请重试。
notice-remembered = 已存入系统钥匙串
notice-not-remembered = 未能保存到系统钥匙串，仅本次有效（{ $cause }）
notice-not-loaded = 未能读取系统钥匙串，请重新输入（{ $cause }）
notice-forgotten = 已从系统钥匙串中删除
notice-not-forgotten = 未能从系统钥匙串中删除，请在系统的钥匙串管理程序中删除 invoice-lens 条目（{ $cause }）
notice-ca-file =
    { $count ->
        [0] 现在仅信任系统的证书
       *[other] 现在另外信任 { $count } 个 CA 证书；失败的可以重试
    }
notice-reconnect = 继续
read-too-large = 文件太大，不像 ID 清单。请拖入不超过 64 MB 的文本文件。
read-io = 无法读取文件（{ $detail }）。请确认文件仍然存在且有权打开。
read-not-text = 这个文件既不是文本也不是表格。请另存为文本、CSV 或 XLSX 后再拖入。
read-workbook = 无法读取这个表格文件（{ $detail }）。请另存为 XLSX 或 CSV 后再拖入。
read-workbook-too-much = 读取这个表格文件占用的内存太多或时间太长。请只复制票据 ID 那一列粘贴，或另存为 CSV 后再拖入。
read-no-file = 没有这个文件
read-no-place = 无法读取这个文件夹或文件（{ $detail }）。请检查路径。
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
viewer-lock = 锁定视图
viewer-same-page = 同页 { $position }/{ $count }
viewer-go-sibling = 点击切换到这张票据
viewer-out-of-view = 识别区域的边框都不在画面内，按 { $key } 查看
viewer-lens = 边缘近景：查看四条边上有无被切断的文字
viewer-overlay = 隐藏识别区域（按住 H）
viewer-page = 第 { $page } / { $count } 页
viewer-page-previous = 上一页
viewer-page-next = 下一页
viewer-details = 详细信息
viewer-original = 原件；再按显示服务器裁剪图
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
xml-plate = 车牌号
xml-vehicle = 车辆类型
xml-passage-from = 通行日期起
xml-passage-until = 通行日期止
xml-all-fields = 全部字段（{ $count }）
xml-search = 搜索字段名或内容
xml-copy = 复制全部字段
xml-nothing-found = 没有找到

placement-whole = 整页
placement-crop = 服务器裁剪图，偏移 +{ $x }，+{ $y } · 区域外未知
placement-rebuilt = { $count } 张裁剪图拼回 · 区域外未知
placement-refused = 平台未提供整页
placement-unknown = 在页面上的位置未知
placement-original-file = 原件文件
placement-original-server = 服务器上的原件，未裁剪
placement-original-attachment = 单据附件中的原件

edge-top = 上边缘
edge-right = 右边缘
edge-bottom = 下边缘
edge-left = 左边缘
edge-no-ink = { $side }无墨迹
edge-go = 放大查看{ $side }
lens-top = 上边缘（放大）
lens-bottom = 下边缘（放大）
lens-left = 左边缘（放大）
lens-right = 右边缘（放大）

details-invoice = 票据
details-state = 状态
details-file = 文件名
details-source = 来源
details-picture = 图片
details-kind = 类型
details-map = 同页位置图
details-note = 备注
details-facts = 坐标与文件
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
details-original = 原件

## 原件：未裁剪的整页文件
originals = 原件
originals-path = 粘贴文件夹路径
originals-use = 使用
originals-hint = 文件夹或图片也可以直接拖到窗口上。与票据同名的文件即为其整页；只读取，不保存路径。
originals-searching = 正在查找文件……
originals-known = { $files } 个文件，与 { $matched } 张票据对应
originals-taken = 已取得 { $files } 个文件；原件共与 { $matched } 张票据对应
originals-repeated = { $count } 个同名文件未采用，以先找到的为准
originals-cut = 有一部分未能读取
originals-none-found = 这里没有可用作原件的文件
originals-forget = 不再使用
originals-file = 文件
originals-from-server = 服务器按未裁剪的链接给出了原件。
originals-from-attachment = 来自单据附件，是上传时的原文件。
originals-refused = 服务器拒绝提供未裁剪的原件

## 快捷键
help-title = 快捷键
help-in-grid = 网格中
help-in-viewer = 查看器中
help-in-editing = 修改区域时
help-in-review = 网格与查看器中
help-grid-move = 移动焦点
help-grid-screens = 上翻、下翻一屏；第一张 / 最后一张
help-open = 打开票据
help-search = 搜索
help-go-to = 跳到清单中的第几张，或某个 ID
help-step = 下一张 / 上一张票据
help-page = 同一页上的下一张 / 上一张票据
help-pages = 多页文档的下一页 / 上一页
help-close = 返回网格
help-fit = 整页
help-region = 放大到识别区域
help-actual = 原始大小（100%）
help-zoom = 放大 / 缩小
help-pan = 移动页面
help-rotate = 视图右转 / 左转
help-hide = 按住时隐藏识别区域；切换显示
help-dim = 调暗区域以外
help-lock = 锁定视图：缩放、位置和方向沿用到下一张
help-crop = 原件与服务器裁剪图互换
help-edit = 修改识别区域；再按一次即保留
help-edit-revert = 还原为 OCR 区域
help-edit-move = 整体移动 1 像素，按住 Shift 为 10 像素
help-edit-far = 移动右边或下边
help-edit-near = 移动左边或上边
help-edit-snap = 在四边附近寻找纸边或字迹边缘；再按一次即采用
help-edit-keep = 保留修改
help-edit-give-up = 放弃建议，或放弃修改
help-edges = 按住：放大查看四条边
help-lens = 显示或隐藏边缘近景（查看器和大图块）
help-copy = 复制票据 ID
help-paste = 把粘贴的 ID 加入网格
help-retry = 重试失败的票据
help-panels = 筛选栏 / 详细信息
help-settings = 设置
help-keys = 全部快捷键
help-mouse = 鼠标：滚轮滚动网格、在指针处缩放页面，拖动移动页面，Ctrl 加滚轮改变缩略图大小。Ctrl 加点击选择单张，Shift 加点击选择一段。
help-correct = 正确；按住 Shift 则停在这张
help-wrong = 有误
help-cut-off = 有误：票据被截断
help-too-loose = 有误：框太大，或含邻票
help-wrong-ticket = 有误：框错票据，或多张票合在一起
help-unreadable = 有误：方向错，或看不清
help-other = 有误：自己填写原因
help-unsure = 存疑
help-clear = 清除结论
help-unjudged = 下一张、上一张未核票据
help-last-judged = 回到刚核对的票据
help-undo = 撤销、重做
help-note = 写备注
help-done = 关闭

## 失败：发生了什么，该怎么做
failure-token_missing = 没有访问令牌。请粘贴 accessToken。
failure-token_refused = 平台拒绝了令牌：已过期，或属于其他企业或平台。请粘贴新的令牌，并检查平台地址。
failure-key_refused = 平台拒绝了应用密钥。请检查 appKey、appSecurity 和平台地址。
failure-answer_unreadable = 平台返回的内容不符合接口文档。请检查地址后重试。
failure-platform_error = 平台返回错误。请稍后重试。
failure-throttled = 服务器限流，要求等待较长时间。请稍后重试，或在设置中减少同时下载数。
failure-offline = 网络不可用，或找不到该服务器的名称。请检查网络连接和平台地址。
failure-proxy_auth = 代理需要认证。请在系统设置中填写代理的用户名和密码，或联系 IT 部门。
failure-proxy_unreachable = 系统设置的代理没有响应。请检查代理地址和网络连接，或联系 IT 部门。
failure-proxy_refused = 代理不允许连接该服务器，或连不上该服务器。请向 IT 部门确认能否访问。
failure-proxy_unsupported = 所设置的代理类型无法使用，只支持 HTTP、HTTPS、SOCKS4 和 SOCKS5。请修改代理设置后重新启动程序。
failure-server_error = 服务器自身出现问题。请稍后重试。
failure-unreachable = 无法连接服务器。请检查网络和地址后重试。
failure-certificate = 服务器的证书不受信任。如果公司网络有代理，请向 IT 部门索取公司的 CA 证书，并在设置中填写。
failure-timeout = 服务器响应太慢。请重试。
failure-redirected = 服务器要求跳转到别处，没有跟随。请检查平台地址，或改用它要求的地址。
failure-no_link = 平台上这张票据没有文件。请在平台上核对。
failure-link_unsafe = 平台给出的链接不安全，没有下载。请联系平台支持。
failure-link_expired = 链接反复过期。请检查电脑时间后重试。
failure-private_address = 链接指向内网地址，没有下载。如果贵公司的文件就存放在内网，请在“设置”的“网络”页中允许，或使用 --allow-private-addresses。
failure-link_altered = 链接签名无效，可能被代理改写。请重试。
failure-link_refused = 链接被拒绝且未说明原因，换了新链接也一样。可能被中间的网络设备拦截。
failure-file_gone = 文件已不在服务器上。请在平台上核对。
failure-crop_outside = 裁剪区域超出图片。请在平台上核对识别区域。
failure-processing_refused = 文件服务器无法处理该图片：超过 20 MB、边长超过 30000 像素，或不是图片。请在平台上核对。
failure-refused = 文件服务器拒绝提供文件。请重试；仍然如此请联系平台支持。
failure-file_too_large = 文件超过 40 MB，没有加载。请在平台上查看。
failure-cut_short = 文件没有传完整。请重试。
failure-file_empty = 文件是空的。请在平台上重新上传。
failure-web_page = 收到的不是票据，而是网页，可能是网络的登录页。请先用浏览器登录网络，然后重试。
failure-not_a_picture = 收到的内容不是票据。请稍后重试；仍然如此请在平台上核对。
failure-data_file = XML 发票：只有数据，没有图片。
failure-unsupported = 本版本还不能显示这种文件。请在平台上查看。
failure-encrypted = 文件有密码保护。请上传没有密码的文件。
failure-picture_too_large = 图片像素太多，无法打开。请在平台上查看。
failure-too_complex = 文档内容远超一般票据，已放弃绘制。请在平台上查看。
failure-corrupt = 文件已损坏。请重试；仍然如此请在平台上重新上传。
failure-not_permitted = 令牌可用，但平台拒绝了这一请求：应用没有相应权限，或令牌刚刚过期。请联系应用管理员开通权限，或粘贴新的令牌。
failure-original_unreadable = 无法读取原件文件。请确认文件仍然存在且有权打开。
failure-decoder_failed = 图片无法解码：解码器处理此文件时出错。请重试；若仍如此，请到平台上查看原文件。
failure-decode_timeout = 解码超时，已停止。重试时会给它 60 秒。
failure-too_much_memory = 解码此文件占用内存过多。请到平台上查看原文件。
failure-decoder_missing = 解码程序无法启动。请重启本程序；若仍如此，请重新安装，或请 IT 部门检查杀毒软件。
failure-interrupted = 运行在此之前被中断。
failure-deadline = 运行在此之前到了时限。
failure-pictures_unwritable = 图片无法继续写入。请检查图片文件夹和磁盘空间。
failure-background_lost = 后台停止响应，请重新运行。

## 发现：自动检查注意到的情况
finding-region_missing = OCR 未返回识别区域
finding-region_unreadable = 识别区域不是四个数字
finding-region_in_fractions = 识别区域是页面的比例而不是像素，未画出
finding-region_inverted = 识别区域的角点顺序颠倒，已更正
finding-region_empty = 识别区域是空的
finding-region_outside_picture = 识别区域在收到的图片之外
finding-region_beyond_picture = 识别区域超出收到的图片
finding-region_overlaps = 识别区域与同一页上的其他票据重叠
finding-region_overlaps-about = 识别区域与同一页上的第 { $subject } 张票据重叠
finding-region_doubly_claimed = 另一张票据占用了同一识别区域
finding-region_doubly_claimed-about = 同一页上的第 { $subject } 张票据占用了同一识别区域
finding-region_cannot_be_placed = 识别区域无法定位
finding-region_cannot_be_placed-about = 识别区域无法定位：{ $subject }
finding-picture_size_unexpected = 图片大小与链接不符
finding-picture_size_unexpected-about = 图片大小与链接不符：{ $subject }
finding-picture_incomplete = 文件不完整或已损坏，图片有一部分缺失或不正确
finding-more_frames = 文件含有多帧，只显示第一帧
finding-more_frames-about = 文件中有 { $subject } 帧，只显示第一帧
finding-more_pages = 文档有多页，识别区域按第一页处理
finding-more_pages-about = 文档共 { $subject } 页，识别区域按第一页处理
finding-fonts_substituted = 文档未嵌入全部字体，已用其他字体替代，字形可能不同
finding-objects_not_drawn = 页面有部分内容未能显示
finding-objects_not_drawn-about = 页面有 { $subject } 个对象未能显示
finding-picture_blank = 画面空白，看不到任何内容
finding-original_mismatch = 同名文件不是这一页的原件，未采用
finding-original_mismatch-about = 同名文件不是这一页的原件（{ $subject } px），未采用
finding-platform_risk = 平台提示该票据有风险
finding-platform_risk-about = 平台提示：{ $subject }
finding-original_incomplete = 原件文件不完整或已损坏，有一部分缺失或不正确
finding-text_cut = 识别区域的边线切断了文字
finding-text_cut-about = { $subject ->
    [left] 识别区域的左边线切断了文字
    [top] 识别区域的上边线切断了文字
    [right] 识别区域的右边线切断了文字
   *[bottom] 识别区域的下边线切断了文字
}
finding-picture_not_read = 票面文字未能识读，没有做文字比对
finding-text_unclaimed = 页面上有文字不在任何识别区域内
finding-text_unclaimed-about = 页面上有 { $subject } 行文字不在任何识别区域内
finding-text_upside_down = 票据上下颠倒
finding-number_not_printed = 识别区域内读不到票据号码
finding-number_not_printed-about = 识别区域内读不到号码 { $subject }
finding-amount_not_printed = 识别区域内读不到金额
finding-amount_not_printed-about = 识别区域内读不到金额 { $subject }
finding-date_not_printed = 识别区域内印的是另一个日期
finding-date_not_printed-about = 识别区域内读不到日期 { $subject }，印的是另一个日期
finding-printed_elsewhere = 号码印在同一页的另一张票据上
finding-printed_elsewhere-about = 号码印在同一页的第 { $subject } 张票据上
finding-page_claimed = 识别区域是整页，而页面上还有其他票据
finding-page_claimed-about = 识别区域是整页，而页面上还有其他 { $subject } 张票据
finding-crop_differs = 链接裁剪的范围与识别区域不一致
finding-crop_differs-about = 链接裁剪的范围与识别区域不一致，相差 { $subject } px
finding-shape_implausible = 识别区域的长宽比与该类票据不符
finding-shape_implausible-about = 识别区域的长宽比与该类票据不符：{ $first }:1，通常为 { $second } 至 { $third }
finding-ink_across = 识别区域的边线压住了印刷内容
finding-ink_across-about = { $first ->
    [left] 左边线压住了印刷内容：{ $second } 处，距上端 { $third }%
    [top] 上边线压住了印刷内容：{ $second } 处，距左端 { $third }%
    [right] 右边线压住了印刷内容：{ $second } 处，距上端 { $third }%
   *[bottom] 下边线压住了印刷内容：{ $second } 处，距左端 { $third }%
}
finding-margin_wide = 识别区域留白过多
finding-margin_wide-about = { $first ->
    [left] 识别区域左侧有 { $second }% 是空白
    [top] 识别区域上方有 { $second }% 是空白
    [right] 识别区域右侧有 { $second }% 是空白
   *[bottom] 识别区域下方有 { $second }% 是空白
}
finding-paper_cut = 票面超出识别区域的边线
finding-paper_cut-about = { $first ->
    [left] 票面超出左边线，约为区域宽度的 { $second }%
    [top] 票面超出上边线，约为区域高度的 { $second }%
    [right] 票面超出右边线，约为区域宽度的 { $second }%
   *[bottom] 票面超出下边线，约为区域高度的 { $second }%
}
finding-region_nearly_empty = 识别区域内几乎没有印刷内容
finding-region_nearly_empty-about = 识别区域内几乎没有印刷内容，仅 { $subject } 处
finding-blurred = 票据模糊
finding-blurred-about = 票据模糊：清晰度 { $subject }（满分 100）
finding-too_dark = 票据过暗
finding-too_dark-about = 票据过暗：纸面亮度仅为白色的 { $subject }%
finding-same_picture = 另一张发票使用了同一张图片
finding-same_picture-about = 发票 { $subject } 使用了同一张图片
finding-alike_picture = 另一张发票的图片看起来相同
finding-alike_picture-about = 发票 { $subject } 的图片看起来相同
finding-qr_differs = 识别区域内的二维码属于另一张发票
finding-qr_differs-about = 识别区域内的二维码属于发票 { $subject }
finding-qr_outside = 票据的二维码在识别区域之外
finding-qr_missing = 识别区域内读不到二维码
finding-qr_several = 识别区域内有多张发票的二维码
finding-qr_several-about = 识别区域内有 { $subject } 张发票的二维码

## 发现的简称，用作筛选名
noticed-region_missing = 无识别区域
noticed-region_unreadable = 区域不可读
noticed-region_in_fractions = 区域为比例
noticed-region_inverted = 角点颠倒
noticed-region_empty = 区域为空
noticed-region_outside_picture = 区域在图片外
noticed-region_beyond_picture = 区域超出图片
noticed-region_overlaps = 区域重叠
noticed-region_doubly_claimed = 区域重复
noticed-region_cannot_be_placed = 区域无法定位
noticed-picture_size_unexpected = 图片大小不符
noticed-picture_incomplete = 图片不完整
noticed-more_frames = 多帧
noticed-more_pages = 多页文档
noticed-fonts_substituted = 字体替代
noticed-objects_not_drawn = 部分未显示
noticed-picture_blank = 画面空白
noticed-original_mismatch = 原件不符
noticed-platform_risk = 平台风险提示
noticed-original_incomplete = 原件不完整
noticed-text_cut = 文字被切断
noticed-picture_not_read = 文字未能识读
noticed-text_unclaimed = 区域外有文字
noticed-text_upside_down = 上下颠倒
noticed-number_not_printed = 读不到号码
noticed-amount_not_printed = 读不到金额
noticed-date_not_printed = 日期不符
noticed-printed_elsewhere = 号码在另一张
noticed-page_claimed = 占用整页
noticed-crop_differs = 裁剪不一致
noticed-shape_implausible = 长宽比异常
noticed-ink_across = 边线压字
noticed-margin_wide = 留白过多
noticed-paper_cut = 票面被切
noticed-region_nearly_empty = 几乎空白
noticed-blurred = 模糊
noticed-too_dark = 过暗
noticed-same_picture = 图片相同
noticed-alike_picture = 图片相似
noticed-qr_differs = 二维码不符
noticed-qr_outside = 二维码在外
noticed-qr_missing = 读不到二维码
noticed-qr_several = 多个二维码

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
window-no-display = 没有可以打开窗口的桌面。请在图形界面中启动，或改用 invoice-lens audit。（{ $detail }）
window-no-graphics = 窗口需要 OpenGL 2.1 或更高版本，而本机无法提供。请更新显卡驱动；虚拟机或远程桌面请安装 Mesa（llvmpipe）。不用窗口时可使用 invoice-lens audit。（{ $detail }）
window-not-started = 窗口无法启动。请关闭其他程序后重试。（{ $detail }）

audit-no-ids = 没有给出票据 ID。请写在命令后面，或用 - 从标准输入读取。
audit-no-token = 没有访问令牌。请设置环境变量 INVOICE_LENS_TOKEN，或 INVOICE_LENS_APP_KEY 与 INVOICE_LENS_APP_SECURITY。
audit-bad-token = 环境变量 INVOICE_LENS_TOKEN 的内容不是令牌。请重新复制 accessToken，不要带空格或换行。
audit-token-refused = 平台拒绝了令牌：已过期，或属于其他企业或平台。请在环境变量 INVOICE_LENS_TOKEN 中设置新的令牌。
audit-half-key = 环境变量 INVOICE_LENS_APP_KEY 与 INVOICE_LENS_APP_SECURITY 必须同时设置，现在缺少一个。
audit-bad-key = 环境变量 INVOICE_LENS_APP_KEY 或 INVOICE_LENS_APP_SECURITY 的内容不是密钥。请重新复制，不要带空格或换行。
audit-key-refused = 平台拒绝了应用密钥。请检查 INVOICE_LENS_APP_KEY、INVOICE_LENS_APP_SECURITY 和平台地址。
audit-format = 报告文件名须以 .json、.csv、.xlsx 或 .html 结尾
audit-picture-write = 无法写入图片 { $path }：{ $why }
audit-failed = 未能写入报告：{ $detail }
audit-report-folder = 无法写入文件夹 { $path }，请换一个位置。（{ $detail }）
audit-report-held = 无法替换 { $path }。如果它在其他程序（例如 Excel）中打开，请关闭后重试。（{ $detail }）
audit-report-kept = 本次报告已存为 { $path }。
audit-report-write = 报告无法写入，请检查磁盘空间。（{ $detail }）
audit-trained = 训练数据：判为正确或已更正的 { $of } 个区域中收录 { $taken } 个，其余没有整页图片
audit-pictures-missing = 有 { $count } 张票据的图片第二次未能取得，没有写入图片文件夹
audit-incomplete = 未全部检查。{ $reason }可用 --resume 接着该 JSON 报告继续。
resume-unreadable = 无法读取 { $path }。（{ $detail }）
resume-broken = { $path } 不是本程序完整的 JSON 报告。
resume-newer = { $path } 由更新版本的程序生成，请用该版本继续。
resume-no-audit = { $path } 不是一次完整 audit 的报告：其中缺少部分票据，或已有核对结论。
audit-ca-file = INVOICE_LENS_CA_FILE 或 SSL_CERT_FILE 指定的证书文件不可用：{ $detail }
audit-fields-failed = 有 { $count } 张票据的识别字段未能获取：{ $why }
audit-not-read = 有 { $count } 张票据的票面文字未能识读
audit-bills = 已查询单据 { $asked } 张，其中 { $empty } 张没有票据，{ $failed } 张查询失败
audit-left-out = 未采用 { $rejected } 处，重复 { $repeated } 个
audit-other-sheets = 其中 { $count } 处是其他工作表中的 ID

## 核对
verdict-correct = 正确
verdict-wrong = 有误
verdict-unsure = 存疑
verdict-clear = 清除结论
verdict-undo = 撤销
verdict-redo = 重做
verdict-note = 备注
verdict-reasons = 原因
reason-cut-off = 截断
reason-too-loose = 框太大/含邻票
reason-wrong-ticket = 框错/多票合一
reason-unreadable = 方向错/看不清
reason-other = 其他…
verdict-judged = 已核 { $done }/{ $of }
verdict-count-wrong = 有误 { $count }
verdict-last = 上一张 { $id } { $verdict }
verdict-count-unsure = 存疑 { $count }
verdict-progress = 核对进度
verdict-ask-reason = 哪里有误？
verdict-ask-note = 备注
verdict-ask-limit = 最多 { $count } 个字
verdict-ask-done = 确定
verdict-ask-cancel = 取消
word-not-shown-yet = 图片还没显示，请等显示后再核对。
word-cannot-be-correct = 这里没有可以判为正确的区域，请判为有误或存疑。
word-all-judged = 当前列表已全部核对。
word-last-judged = 已全部核对，{ $id } 是最后一张。要改它的结论，请再按一次。
verdict-none = 未核对
word-undone = { $part ->
    [note] 已撤销 { $id } 的备注
    [region] 已撤销 { $id } 的区域更正
    [fields] 已撤销 { $id } 的字段标记
   *[verdict] 已撤销，{ $id } 恢复为“{ $now }”
 }
word-redone = { $part ->
    [note] 已重做 { $id } 的备注
    [region] 已重做 { $id } 的区域更正
    [fields] 已重做 { $id } 的字段标记
   *[verdict] 已重做，{ $id } 恢复为“{ $now }”
 }
word-nothing-to-undo = 没有可撤销的操作
word-nothing-to-redo = 没有可重做的操作

## Correcting a region by hand
region-edit = 修改识别区域
region-editing = 正在修改区域
region-keep = 保留
region-give-up = 放弃
region-snap = 寻找边缘
region-revert = 还原为 OCR
region-corrected = 区域已修改
region-handle = 控制点：{ $sides }
side-left = 左
side-top = 上
side-right = 右
side-bottom = 下
region-shared = 与 OCR 重合 { $percent }%
region-shared-short = 重合 { $percent }%
region-take-edges = 采用边缘
region-undelivered = 斜线部分服务器从未提供，此处无法核对
region-edge-paper = 纸边
region-edge-ink = 字迹边缘
region-take = 采用建议：{ $edge }
region-take-hint = 采用全部建议（T）
details-corrected = 修改后的区域
details-borders = 各边变化
details-borders-hint = 各边比 OCR 区域向外多出的像素（页面坐标）；负数表示向内
details-shared = 重合度
details-shared-hint = 交并比：两个区域共同覆盖的面积占合并面积的比例
region-word-no-picture = 这里没有图片，无法修改区域
region-word-not-shown-yet = 图片还没显示，显示后再修改区域。
region-word-no-region = OCR 没有给出区域，无从修改
region-word-not-placed = 无法确定这张图片在页面上的位置，因此不能修改区域
region-word-other-page = 识别区域在该文档的第一页
region-word-given-up = 已放弃修改，区域保持原样
region-word-kept = 已保留修改后的区域
region-word-reverted = 已还原为 OCR 区域
region-word-not-corrected = 现在就是 OCR 区域，没有可还原的修改
region-word-suggested = 虚线是找到的边缘：按 T 采用，按 Esc 放弃
region-word-nothing-found = 四边附近都没有找到纸边或字迹边缘
region-word-some-are-there = 有的边附近没有找到边缘，其余已经落在边缘上
region-word-is-there = 四边已经落在边缘上
list-refresh = 刷新列表
review-goes-on = 这份清单核对过：共 { $total } 张，已核 { $judged } 张，已回到上次的位置。
review-start-anew = 重新开始
review-opening = 正在打开核对记录，结论尚未保存。
leaving-title = 有结论尚未保存
leaving-what = 有 { $count } 项改动暂时无法写入磁盘，现在离开将会丢失。
leaving-elsewhere = 把整份核对记录另存到：
leaving-save = 另存并离开
leaving-saving = 正在保存…
leaving-not-saved = 未能保存到该处：{ $why }。
leaving-export = 报告还在导出
leaving-export-what = 现在关闭窗口，报告不会生成。
leaving-export-waits = 导出完成后自动关闭窗口…
leaving-export-wait = 导出完成后关闭
leaving-export-lose = 放弃导出并关闭
leaving-export-stay = 返回
leaving-saved-title = 已全部保存
leaving-saved = 刚才未能保存的改动都已写入磁盘。
leaving-go = 离开
leaving-stay-here = 留下
leaving-stay = 留下并继续重试
leaving-lose = 离开并放弃这些改动
review-elsewhere = 另一个窗口正在核对这份清单，这里只能查看。
review-newer = 这份核对记录由更新版本的程序写入，这里只能查看。
review-only-read = 您只能查看这份核对记录。如需核对，请找数据库管理员开通权限。
review-read-only = 核对记录文件或所在文件夹为只读，只能查看。
review-not-saved = 有 { $count } 项改动未保存：{ $why }。程序会自动重试。
review-not-saved-short = { $count } 项未保存
review-read-only-short = 只读
review-not-kept = 结论不会保存：{ $why }。
review-not-opened = 无法打开核对记录：{ $why }。
review-recovered = 核对记录文件已损坏，已恢复 { $count } 条记录；损坏的文件另存为“{ $kept }”。
review-passed-over = 核对记录文件夹里有 { $count } 个文件已损坏，例如“{ $first }”。如果其中有这份清单的记录，请在开始页打开它进行恢复。
recent-damaged = 文件已损坏
review-set-aside = 核对记录文件夹里有 { $count } 个文件完全无法读取，已改名保留，例如“{ $first }”。
review-copies-set-aside = 这份核对记录有 { $count } 个每日副本无法读取，已改名保留，例如“{ $first }”。
review-saved-elsewhere = 整份核对记录已另存到 { $file }。
review-deleted = 核对记录及其副本已删除。
review-not-deleted = 未能删除核对记录：{ $why }。
store-full = 磁盘已满
store-read_only = 文件夹或文件为只读
store-missing = 文件或所在文件夹不存在
store-no_review = 这不是核对记录文件
store-set_aside = 文件内容完全无法读取，已在原处改名保留（文件名后加“.damaged”）
store-exists = 已有同名的文件或核对记录
store-is_folder = 这是一个文件夹
store-newer = 它由更新版本的程序写入
store-damaged = 文件已损坏
store-endless = 文件一直读不完
store-busy = 文件正被其他程序占用
store-disk = 磁盘或网络驱动器没有响应
store-other_platform = 其中的票据属于另一个平台地址
store-absent = 数据库中没有这个名称的核对，请核对名称，或请对方确认已放入
store-unreachable = 数据库服务器没有响应，请检查服务器名称、端口和网络
store-refused = 数据库服务器拒绝了该用户登录，请检查用户名和密码
store-untrusted = 数据库服务器的证书不受信任；公司自有证书请在地址中用 sslrootcert 指定
store-hidden = 部分票据可能请您做二次核对，他人的结论对您不可见；请由裁定人或只查看的用户操作
store-no_rights = 该数据库用户没有此项权限，请找数据库管理员开通
recent-title = 继续核对
recent-progress = 已核 { $judged }/{ $total }
recent-folder = 核对记录保存在 { $folder }
recent-delete = 删除核对记录 { $name }
recent-delete-what = 将删除这份核对记录的全部结论和副本，无法恢复。
recent-delete-sure = 永久删除
recent-team = { $name }（团队）
recent-forget = 从列表中移除 { $name }
recent-forget-what = 只从这里的列表中移除，数据库中的团队核对不受影响。
recent-forget-sure = 移除
team = 团队进度
team-whole = 共 { $total } 张，已核 { $judged } 张；{ $held } 张有人在核，{ $free } 张待领取。
team-reviewer = 核对人
team-held = 正在核
team-judged = 已核
team-active = 最近活动
team-self = { $reviewer }（您）
team-hint = 票据按页分批领取，核完自动续领。离开时退还；十分钟没有操作，也会退还给他人。
team-active-now = 刚刚
team-active-minutes = { $count } 分钟前
team-active-hours = { $count } 小时前
team-active-days = { $count } 天前
team-active-unknown = —
team-own-left = 我的 { $count } 张
team-unsettled = { $count } 张待定
team-sent-later = 上次未能发送的 { $count } 项改动已送达服务器。
tile-held = { $reviewer } 在核
word-held-by-own = 您的另一个窗口正在核对这一张。请在那里判定，或关闭那个窗口（最迟在其最后操作十分钟后）再在这里判定。
word-held = { $reviewer } 正在核对这一张，退还之后才能判定。
word-next-batch = 手上的已核完，正在领取下一批…
word-rest-with-others = 剩下的 { $count } 张都有人在核。
review-kept-here = { $count } 项改动已存在本机：{ $why }。恢复连接后自动发送。
review-kept-here-short = { $count } 项待发送
collided-decide = 处理…
unheard = { $count } 张票据双方同时作了判定
unheard-hint = 目前以对方的为准。点票据号可查看原票。
unheard-take = 采用我的：{ $own }
unheard-keep = 保留对方的：{ $theirs }
unheard-region = 修正区域
unheard-field = 标记字段
unheard-undo = 撤销
second-of-all = 全部票据
second-of-share = 随机抽取一部分
second-of-wrong = 判为有误的票据
second-of-nothing = 不再增加
second-share = 随机抽取的 { $percent }% 票据
second-progress = 二次核对范围：{ $of }。已有 { $twice } 张核对过两次，其中 { $own } 张由您作第二次核对。
second-hint = 由另一人重新核对这些票据，对方看不到首次结论、原因、备注和修正区域。两次结论不一致时，由您裁定。
second-percent = 比例
second-ask = 开始二次核对
second-hidden = 有 { $count } 张票据的他人结论对您隐藏，您判定之后仍不显示，直至裁定。一致率只显示给裁定人和只读人员。
second-open = { $count } 张票据待裁定
second-take = 采用：{ $said }
second-both = 两人结论不一致：{ $first } / { $second }。您的判定即为裁定。
second-blind = 二次盲核：他人的结论已隐藏
team-away = 服务器没有响应，恢复后才能看到其他人的操作。
team-unreadable = 这份核对记录中有 { $count } 条操作无法读取，已跳过。本程序不会写入这样的内容，请向数据库管理员了解其来源。
second-taken = { $id }：已有他人先完成二次核对，您的结论不计入。
second-no-report = 有 { $count } 张票据的他人结论对您隐藏，因此不能在这里生成报告。请由裁定人或只读人员生成。
word-verdicts-only = 二次盲核时只作判定：备注、区域和字段均已隐藏。
word-to-settle = 这张票据两人结论不一致，等待第三人裁定。
word-settled = 这张票据已裁定，只有裁定人可以更改。
word-all-settled = 列表中没有待裁定的票据。
word-test-over = 这是测试票，只供回看。请到下一张继续判定。
tests = 测试票
tests-mixed-in = { $percent ->
    [0] 已不再插入测试票。
   *[other] 每 100 张票据插入 { $percent } 张测试票。
}
tests-hint = 核对人至少 50 张之前判为正确的票据，会偶尔挪动识别区域后再次出现。作答后立即告知；答案不改变任何结论，也不计入其他统计。
tests-percent = 每 100 张票据
tests-ask = 插入测试票
tests-end = 不再插入
tests-share = 插入比例
tests-caught = { $answered } 张中发现 { $caught } 张，{ $rate }（95% 区间 { $low } 至 { $high }）{ $unsure ->
    [0] {""}
   *[other] ；{ $unsure } 张存疑
}
tested-caught = 这是测试票：识别区域被挪动过，您发现了。
tested-missed = 这是测试票：识别区域被挪动过，您判为正确。
tested-unsure = 这是测试票：识别区域被挪动过，您判为存疑。
tested-beside = 您在其上写的备注和修正不予保留。
tested-look = 再看一眼
team-open = 打开团队核对…
team-open-title = 打开团队核对
team-open-hint = 团队核对保存在 PostgreSQL 数据库中，多人可同时核对。把收到的地址（postgres://…）粘贴到任一栏，其余各栏会自动填好。
team-open-go = 打开
team-opening = 正在连接…
team-server = 服务器
team-server-hint = db.example.com 或 db.example.com:5433
team-database = 数据库
team-database-hint = 数据库名称
team-user = 用户
team-user-hint = 数据库用户名，核对结果记在此名下
team-review = 核对名称
team-review-hint = 例如：三月份
team-authorities = 服务器证书由 { $file } 中的机构签发时才被信任。
team-address-shape = 这不是团队核对的地址；地址形如 postgres://用户@服务器/数据库?review=名称。
team-address-password = 地址中不能写密码，已清除；请去掉密码后重新粘贴，需要时会另行询问。
team-address-no-user = 地址中没有用户名。
team-address-no-review = 地址中没有核对名称（…?review=名称）。
team-address-unverified = 服务器证书总要验证，sslmode 只能是 verify-full。
team-address-option = 地址中有无法识别的参数。
team-password = 密码
team-password-title = 需要数据库密码
team-password-what = 服务器要求用户 { $user } 登录数据库 { $database } 的密码。
team-password-wrong = 密码不对，或该用户无权登录。
share-team = 放入数据库，供团队同时核对
share-team-hint = 把当前核对记录连同全部结论复制到 PostgreSQL 数据库，文件保持不变。
share-team-begin = 填写数据库…
share-team-go = 放入
share-team-password = 服务器要求密码。
share-team-done = 已放入 { $invoices } 张票据，名称为“{ $name }”。
share-team-copy = 复制地址
share-team-others = 其他人在开始页用同一地址打开，把其中的用户换成自己的。
share-team-open = 打开团队核对
share-team-taken = 数据库中已有同名的核对，请换一个名称。
share-team-not = 未能放入：{ $why }。
settings-reviewer = 复核人
settings-advances = 下结论后自动转到下一张未核票据
filter-verdicts = 核对
filter-unjudged = 未核
filter-cannot-be-judged = 无法核对
filter-noted = 有备注
filter-not-noted = 没有备注
filter-changed = 核对后有变
filter-not-changed = 核对后没有变
help-select-range = 选择扩展到相邻票据
help-select-all = 全选当前列表
help-select-nothing = 取消选择
help-suspicious = 可疑的在前 / 恢复清单顺序
help-sheet = 整屏核对：按识别区域放大，逐屏查看
help-accept = 整屏核对时：本屏其余票据全部判为正确
selection-count = 已选 { $count } 张
selection-selected = 已选中
selection-title = 批量核对？
selection-judge = 将把 { $count } 张票据判为：{ $verdict }。
selection-clear = 将清除 { $count } 张票据的结论。
selection-overwritten = 其中 { $count } 张已有其他结论，将被覆盖。
selection-warned = 其中 { $count } 张有需要留意的发现。
selection-left-out = 另有 { $count } 张不处理：不在屏幕内、尚未加载或无法核对。
selection-yes = 确定，共 { $count } 张
selection-no = 取消
word-many = { $left ->
    [0] 已核 { $judged } 张。
   *[other] 已核 { $judged } 张；{ $left } 张未处理：不在屏幕内、尚未加载或无法核对。
}{ $corrected ->
    [0] {""}
   *[other] 其中 { $corrected } 张更正过区域，更正仍然保留。
}
word-correct-but-corrected = { $id } 已判为正确，更正过的区域仍然保留；如有误请撤销。
word-ignored = 本次核对不再提示“{ $finding }”，可撤销。
word-heeded = 本次核对恢复提示“{ $finding }”。
word-accepted = { $left ->
    [0] 已将 { $accepted } 张判为正确。
   *[other] 已将 { $accepted } 张判为正确；其余 { $left } 张未处理。
}
word-undone-many = 已撤销 { $count } 张
word-redone-many = 已重做 { $count } 张
sheet-mode = 整屏核对
sheet-previous = 上一屏
sheet-next = 下一屏
sheet-number = 第 { $number } 屏，共 { $count } 屏
sheet-margin = 周边
sheet-margin-name = 识别区域周边的显示范围
sheet-hint-short = 点选有误的
sheet-hint = 有误的点一下，或按数字键标注；其余按 Ctrl+Enter 全部判为正确。
sheet-accept-name = 本屏通过
sheet-accept = 本屏其余 { $count } 张判为正确
sheet-accept-short = 通过 { $count } 张
sheet-unread = 其中尚未识读 { $count }
sheet-left-judged = 已核 { $count }
sheet-left-warned = 有提示 { $count }
sheet-left-unseen = 未加载 { $count }
sheet-left-impossible = 无法核对 { $count }
sheet-coarse = 图像不够清晰

type-invoice = 增值税发票
type-train = 火车票
type-taxi = 出租车票
type-flightItinerary = 航空行程单
type-passengerCar = 客运汽车票
type-tolls = 过路费发票
type-fixed = 定额发票
type-machinePrint = 机打发票
type-shopping = 消费小票
type-medical = 医疗发票
type-noTaxIncome = 非税收入票据
type-other = 其他票据
type-unlisted = 更多类型

field-number = 号码
field-code = 代码
field-date = 日期
field-total = 价税合计
field-amount = 金额
field-tax = 税额
field-seller = 销售方
field-buyer = 购买方
field-check_code = 校验码

details-fields = 识别字段
details-type = 类型
details-bill = 单据
details-bill-hint = 查看该单据的全部票据
fields-mark = 标错
fields-rest = 其他字段（{ $count }）
fields-unknown = 平台没有这张票据的识别字段
fields-failed = 识别字段未能获取。{ $why }
fields-need-token = 重新授权后即可获取识别字段
fields-waiting = 正在获取……
fields-again = 重新获取
field-yes = 是
field-no = 否
field-copy = 点击复制
field-mark = 标记识别有误的字段
help-field = 标记识别有误的字段
field-choose = 按数字选择有误的字段，Esc 取消
field-mark-one = { $field }有误
field-unmark-one = 撤销：{ $field }无误
read-same = 与票面一致
read-other = 读作 { $value }
read-not = 区域内未读到
field-wrong = 有误
field-right = → { $value }
field-right-of = { $field }的正确值
field-no-amount = 这不是金额，仍会照原样保存
field-no-date = 这不是日期，仍会照原样保存
field-kept-as = 将保存为 { $value }
field-right-hint = 填写票面上的正确值，Enter 确认，也可不填
word-no-fields = 这张票据还没有识别字段
tile-bill = 单据 { $bill }
originals-attachment = 从单据附件取原件
originals-attachments-all = 全部票据都取
originals-attachments-hint = 向平台获取提单时上传的附件，需要相应权限
originals-attachments-need-id = 用单据 ID（而不是单据号）加载时，才能从单据附件中取原件。
notice-changed-since = 有 { $count } 张已核对的票据与核对时不同：内容有变，或整屏通过后才出现提示。
notice-changed-since-show = 查看
notice-attachments-matched = 单据附件中有 { $count } 张票据的原件，打开票据时取得。
notice-attachments-lack = 单据附件中没有找到 { $count } 张票据的原件。
notice-attachments-failed = { $count } 张票据的单据附件未能获取。{ $why }

## Reports
column-position = 序号
column-id = 票据 ID
column-status = 状态
column-file = 文件名
column-verdict = 结论
column-reason = 原因
column-note = 备注
column-reviewer = 复核人
column-judged = 核对时间
column-sheet = 整屏通过
column-findings = 发现
column-iou = 与 OCR 区域的重合度（IoU）
column-on-page = 页内序号
column-bill = 单据号
column-kind = 类型
column-code = 发票代码
column-number = 发票号码
column-date = 开票日期
column-total = 价税合计
column-tax = 税额
column-buyer = 购方
column-seller = 销方
column-corrections = 字段更正
column-second = 二次结论
column-region = OCR 区域（左, 上, 右, 下）
column-corrected-region = 更正后的区域（左, 上, 右, 下）
column-picture = 图片
cell-yes = 是
outcome-ready = 已加载
outcome-not-found = 平台上没有
outcome-failed = 失败
outcome-no-picture = 没有图片
outcome-not-checked = 未查
scope-all = 全部票据
scope-judged = 仅已核对
scope-wrong = 仅有误
report-title = 票据区域复核报告
report-made = 生成时间
report-scope = 范围
report-sheet-summary = 汇总
report-sheet-rows = 票据
report-reconciliation = 数量核对
report-verdicts = 核对结果
report-reasons = 有误的原因
report-agreement = 发现与结论的对照
report-sample = 抽样
report-ignored-findings = 未计入的检查项
report-by-sheet = 其中整屏通过
report-reviewers = 复核人
report-between = 核对起止时间
report-rate = 每小时张数（近 50 次，不计停顿）
report-right-unsaid = （未填正确值）
report-remaining = 预计剩余时间
report-agreed = { $percent } 判为有误（有误 { $wrong }，正确 { $correct }，存疑 { $unsure }，未核 { $unjudged }）
report-second = 二次盲核
report-second-asked = 二次核对范围
report-second-judged = 已核两次 / 应核两次
report-second-agreed = 一致率
report-second-kappa = Cohen's kappa 系数
report-second-differ = 结论不一致
report-second-reasons = 均判有误而原因不同
report-second-said = { $first }（{ $reviewer }），{ $second }（{ $other }）
report-second-decided = {" "}→ { $verdict }（{ $reviewer }）
report-second-settled = { $first }，{ $second }；已裁定
report-second-more = …另有 { $count } 张
reconcile-pasted = 名单条目（含单据下的票据）
reconcile-unique = 不同的 ID
reconcile-repeated = 重复
reconcile-left_out = 未采用
reconcile-ready = 已加载
reconcile-missing = 平台上没有
reconcile-without_picture = 没有图片
reconcile-failed = 失败
reconcile-not_checked = 未查
reconcile-judged = 已核对
reconcile-unjudged = 未核对
reconcile-cannot_be_judged = 其中无法核对（没有图片或区域）
reconcile-bills = 查询的单据
reconcile-bills-empty = 其中未查到票据（单据不存在或名下没有票据）
reconcile-bills-failed = 其中查询失败
reconcile-unknown = 不详（原始名单未保存）
sample-size = 样本张数
sample-seed = 随机种子
sample-judged = 已判正确或有误
sample-wrong = 其中有误
sample-bound = 差错率上限（95 % 置信）
duration-hours = { $hours } 小时 { $minutes } 分
duration-minutes = { $minutes } 分钟
legend-ocr = OCR 识别区域
legend-corrected = 更正后的区域
fact-page = 页面
fact-raw = OCR 原始区域
fact-region = OCR 区域（页面像素）
fact-corrected = 更正后的区域（页面像素）
fact-moved = 边界应移动
fact-move = { $side ->
    [left] 左边界{ $way ->
        [on] 右移
       *[back] 左移
    } { $by } px
    [right] 右边界{ $way ->
        [on] 右移
       *[back] 左移
    } { $by } px
    [top] 上边界{ $way ->
        [on] 下移
       *[back] 上移
    } { $by } px
   *[bottom] 下边界{ $way ->
        [on] 下移
       *[back] 上移
    } { $by } px
}
report-wrong = 有误：{ $reason }
report-crop = 图片是服务器从整页裁出的，图外内容未知。
fact-corners = 左 { $left }，上 { $top }，右 { $right }，下 { $bottom }
picture-no-token = 没有令牌，未取图片
picture-not-had = 图片未能取得
picture-too-many = 工作簿只放前 { $count } 张图片，其余见 HTML 报告
export-cancelled = 已取消导出，没有写入文件。

## Handing over
export = 导出报告
figures = 数量核对与统计
help-export = 导出报告
help-figures = 数量核对与统计、抽样
export-formats = 格式（可多选）
export-xlsx = Excel 工作簿
export-html = HTML 网页
export-csv = CSV
export-json = JSON
export-all = 全部（{ $count }）
export-judged = 仅已核对（{ $count }）
export-wrong = 仅有误（{ $count }）
export-pictures = 附图片（画出 OCR 区域与更正后的区域）
export-no-token = 没有可用的令牌：不在内存中的图片取不到，报告里会注明。
export-enter-token = 输入令牌
export-fields-lacking = { $count } 行还没有识别字段。
export-fields-ask = 获取字段
export-fields-asking = 正在获取识别字段：还剩 { $count } 行
export-folder = 文件夹
export-file = 文件名（不含扩展名）
export-name = 票据复核-{ $date }
export-file-no-folder = 文件名不能含 / 或 \，文件夹请填在上一栏
export-fields-there = 所有票据的识别字段都已取得
export-overwrites = 已有同名文件，导出后会被替换。
export-go = 导出
export-close = 关闭
export-behind = 继续核对，后台导出
status-exporting = 正在导出 { $done }/{ $of }
export-cancel = 取消导出
export-fetching = 正在取图片 { $done }/{ $of }
export-writing = 正在写入 { $done }/{ $of }
export-done = { $others ->
    [0] 已导出：{ $path }
   *[other] 已导出：{ $path }，另有 { $others } 个文件
}
figures-back = 返回
figures-copy = 复制全部
figures-more = 另有 { $count } 行未显示，可复制全部
sample-draw = 抽样
sample-list = 查看样本名单

## Reading verdicts back
import-done = 已读入 { $taken } 行，{ $unchanged } 行无变化，{ $unfit } 行不符
import-unreadable = 无法读取 { $path }：{ $why }
import-no-report = 这不是本程序导出的 CSV 报告：找不到票据 ID 和结论两列
import-no-id = 不是票据 ID
import-no-verdict = 结论无法识别
import-no-time = 核对时间无法识别
import-unknown = 核对记录中没有这张票据
import-other-verdict = 核对记录中已有不同的结论，未覆盖
import-not-correct = 这张票据没有可判为正确的区域
import-corrections = 字段更正不能从报告读回，请用 merge 合并核对记录文件
import-other-note = 核对记录中已有不同的备注，未覆盖

## 核对记录的拆分与合并
split-too-few = 拆分以整页为单位，这份核对记录只有 { $pages } 页
split-not-written = 未拆分：{ $path }：{ $why }
merge-not = 未合并：{ $path }：{ $why }
collided = { $id }：{ $reviewer } 刚刚判为“{ $theirs }”，您判为“{ $own }”。目前以对方的为准，可重新判定。{ $more ->
    [0] {""}
   *[other] 另有 { $more } 张也是如此。
}
collided-no-verdict = 无结论
copy-done = 已复制 { $invoices } 张票据的核对记录
copy-not = 核对记录未能复制：{ $why }。
share = 分工与合并
share-split = 拆分给多人核对
share-split-hint = 生成若干核对记录文件，各含一部分票据；同一页的票据不会拆开，当前核对记录保持不变。每人用本程序打开其中一份即可。
share-parts = 份数
share-split-go = 拆分
share-merge = 合并他人的结果
share-merge-hint = 把另一份核对记录文件中的结论并入当前核对记录。不会覆盖任何内容：双方说法不同时保留当前的，并逐条列出。
share-from = 核对记录文件（.ilens）的路径
share-merge-go = 合并
share-running = 正在处理，其间不能核对…
share-no-file = 当前核对记录没有保存到文件。
share-unsaved = 还有结论未保存，请稍候。
share-parted = 已生成 { $count } 个文件。
share-copy-paths = 复制路径
share-copy-conflicts = 复制冲突清单
review-not-there = { $path }：没有这个核对记录文件
merge-same = { $path }：是同一个核对记录文件
merge-done = { $path }：新增 { $events } 条记录、{ $invoices } 张票据；不一致 { $conflicts } 处（均保留当前记录的）
merge-whole = 整份核对记录
merge-here = 当前记录：{ $said }
merge-there = 合入的记录：{ $said }
merge-said = { $what }（{ $reviewer }，{ $at }）
merge-verdict-reason = { $verdict }：{ $reason }
merge-no-verdict = 未下结论
merge-note = 备注“{ $value }”
merge-no-note = 无备注
merge-region = 区域更正为 { $value }
merge-no-region = 未更正区域
merge-field-wrong = { $field }有误，应为“{ $value }”
merge-field-right = { $value }无误
merge-sample = 抽样 { $count } 张

# 设置的各页
settings-page = 页面
settings-findings = 检查项
settings-reports = 报告
settings-transfer = 导入导出
settings-about = 关于
settings-findings-hint = 关闭的检查项在所有核对中都不显示、也不计数。只想在某一次核对中忽略，请在筛选栏的对应行上操作。报告会写明关闭了哪些。
severity-error = 错误
severity-warning = 警告
severity-info = 提示
settings-threshold = 达到
settings-threshold-name = { $finding }：达到 { $least } 才提示
settings-threshold-below = 低于
settings-threshold-below-name = { $finding }：低于 { $least } 才提示
settings-reviews = 核对记录
settings-reviews-hint = 核对记录的保存文件夹，下次启动生效
settings-reviews-placeholder = 与设置放在一起
settings-reviews-whole = 请填写完整路径
report-scope-all = 全部票据
report-scope-judged = 已核对的
report-scope-wrong = 有误的
report-language = 报告语言
report-language-window = 与界面一致
proxy = 代理
proxy-system = 跟随系统
proxy-direct = 不使用
proxy-address = 代理地址
proxy-placeholder = proxy.example.com:3128
proxy-unreadable = 不是有效的代理地址
proxy-has-secret = 设置中不保存密码：代理的用户名和密码请写在环境变量 HTTPS_PROXY 中
managed-locked = 由本机管理员统一设置
managed-locked-by = 由 { $by } 为本机统一设置
managed-unreadable = 无法读取本机的统一设置（{ $path }）：{ $detail }
managed-broken = 本机的统一设置有误（{ $path }）：{ $detail }
managed-meaningless = 本机的统一设置中 { $detail } 的值无效（{ $path }）
settings-export = 导出设置
settings-export-hint = 包含改动过的设置，姓名除外。设置中从不保存密码、令牌和链接。
settings-export-go = 导出
settings-file = 新文件的路径，例如 /home/you/settings.json
settings-import = 导入设置
settings-import-hint = 文件中有的设置会替换现有的，其余不变。
settings-import-go = 导入
settings-file-import = 设置文件的路径
settings-reset = 恢复默认
settings-reset-hint = 恢复为初始设置。核对记录和钥匙串中保存的内容不受影响。
settings-reset-ask = 恢复全部默认设置…
settings-reset-question = 自定义的按键、视图和其他设置都将丢失。
settings-reset-go = 恢复默认
settings-reset-keep = 保留现有设置
notice-settings-exported = 设置已导出到 { $path }
notice-settings-imported = 设置已导入。{ $unknown ->
    [0] {""}
   *[other] 文件中有 { $unknown } 项的名称或内容当前版本无法识别：{ $names }。
}
notice-settings-reset = 已恢复默认设置
notice-settings-file = { $path }：{ $why }
notice-settings-none = 该文件不是本程序的设置文件
notice-settings-newer = 该设置文件来自更新的版本
about-version = invoice-lens { $version }
about-licence = 采用 MIT 或 Apache 2.0 许可，任选其一。所有数据只留在本机：不收集使用信息，也不检查更新。
about-copy = 复制诊断信息
about-copied = 已复制
about-copy-hint = 包括版本、系统、设置和计数，可随问题一并发送。不含令牌、链接、单号和姓名。
about-parts = 使用了 { $count } 个第三方组件

# 首次启动
welcome-load = 载入：
welcome-load-how = 在下方填写平台、令牌和票据 ID，每张票据会带着 OCR 找到的区域显示出来。
welcome-judge = 核对：
welcome-judge-how = 一键一张：1 正确，2 有误，7 存疑。按完自动到下一张，Ctrl+Z 可撤销。
welcome-hand-over = 交付：
welcome-hand-over-how = Ctrl+S 导出带图的表格或网页。F1 查看全部按键。
welcome-demo = 用演示票据看一遍
