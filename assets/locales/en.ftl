# Texts of the user interface. Both files have the same keys and placeholders; a test compares them.
# A count is written { $count } and comes grouped: 12,345. What is no count is passed as a text.

## Languages: each in its own words, the same in both files
language-zh-cn = 简体中文
language-en = English

app-title = invoice-lens

## Start panel
start-purpose = Check by eye that OCR found every ticket in the right place
start-platform = 1  Platform
start-address = Platform address
address-retry = Try this address
start-address-bad = Not a valid platform address. It begins with https://
start-token = 2  Access
start-token-placeholder = Paste the accessToken
start-token-hint = Kept in memory only: never written to disk, never in a report
start-ids = 3  Invoice IDs
start-ids-placeholder =
    One per line, or a row separated by commas, a JSON array, a column from Excel …
    A .txt, .csv, .xlsx or .xls file can be dropped here
start-file = From a file
start-file-path = Path of the file
start-file-read = Read
start-file-hint = A .txt, .csv, .xlsx or .xls file. It can also be dropped on the window.
choose-file = Choose a file…
choose-folder = Choose a folder…
choose-new-file = Choose where to save it…
choose-none = This system has no dialog for files. Type or paste the path.
start-ids-hint = Paste anything: commas, tabs, quotes and full-width characters are fine
start-long = { $lines } lines pasted
start-clear = Clear
start-report =
    { $lines ->
        [one] 1 line
       *[other] { $lines } lines
    }, { $bills ->
       *[0] {""}
        [one] 1 bill,{" "}
        [other] { $bills } bills,{" "}
    }{ $ids ->
        [one] 1 ID
       *[other] { $ids } IDs
    }, { $repeated ->
        [one] 1 duplicate
       *[other] { $repeated } duplicates
    }, { $rejected } left out
start-show = show
start-hide = hide
start-rejected = Line { $line }: “{ $text }” is not an ID
start-repeated = Line { $line }: “{ $text }” is a duplicate
start-more-rejected = … and { $count } more
start-other-column = Line { $line }: “{ $text }” is in another column
start-other-field = Line { $line }: “{ $text }” is in a field that does not hold invoice IDs
start-other-sheet = Sheet “{ $sheet }”, line { $line }: “{ $text }” is not on the sheet that was read
start-repeated-on-sheet = Sheet “{ $sheet }”, line { $line }: “{ $text }” again
start-beside-an-id = Line { $line }: “{ $text }” looks like the number of a bill beside an invoice's ID. For all invoices of the bill, put it on a line of its own
start-rounded = Line { $line }: “{ $text }” was rounded by a spreadsheet. Format the column as text and copy it again
start-secret = Line { $line }: part of a token or password, not read
start-from-column = from { $column }: { $with } of { $rows } rows
start-from-json = from JSON
start-from-row = from the row that names them
start-from-everywhere = from all columns
start-column = column { $number }
start-column-named = column “{ $name }”
start-columns = Take the IDs from another column
start-load =
    { $bills ->
       *[0] { $count ->
            [0] Load invoices
            [one] Load 1 invoice
           *[other] Load { $count } invoices
        }
        [one] { $count ->
            [0] Load the invoices of 1 bill
           *[other] Load 1 bill and { $count } IDs
        }
        [other] { $count ->
            [0] Load the invoices of { $bills } bills
           *[other] Load { $bills } bills and { $count } IDs
        }
    }
start-demo = Try with demo invoices
start-reading = Reading …
start-missing-address = Enter the platform address
start-missing-token = Enter the access token
start-missing-key = Enter appKey and appSecurity
start-missing-ids = Paste invoice IDs or bill numbers

drop-here = Drop a .txt, .csv, .xlsx or .xls file with invoice IDs, or a folder or pictures as originals

platform-standalone = Hose (standalone)
platform-dingtalk = DingTalk
platform-wecom = WeCom
platform-yunzhijia = Yunzhijia
platform-dingtalk-own-app = DingTalk (in-house app)
platform-feishu = Feishu
platform-other = Other address

## Access and the system keyring
way-token = Access token
way-key = App key
start-remember-hint = Stored only in the system keyring, never in a file
keyring-remember = Remember (in the system keyring)
keyring-loading = Reading the system keyring …
start-has-token = Your access token from before is used (in memory only)
start-has-key = Your app key from before is used (in memory only)
keyring-has-token = The system keyring has your access token
keyring-has-key = The system keyring has your app key
keyring-use-other = Use another
keyring-forget = Forget
keyring-forget-all = Remove what is saved in the system keyring
keyring-absent = no system keyring is available
keyring-locked = the keyring is locked or refuses access
keyring-timed-out = the keyring does not respond
keyring-too-long = the text is too long for the keyring
keyring-damaged = the keyring entry cannot be read
keyring-failed = the keyring failed
settings-ca-file = Company CA certificate (path to a PEM file)
settings-private-addresses = Download from addresses inside your network too
settings-ca-file-placeholder = System certificates only
ca-file-io = The certificate file cannot be read ({ $detail }). Check its path.
ca-file-no-certificate = The file contains no CA certificate. Ask your IT department for the CA certificate in PEM format.

## Top bar and settings
toolbar-more = More
top-filters = Filter panel
top-new = Lists of invoices; what you entered stays filled in
top-lists = Lists
top-demo = Demo: made-up invoices, no network
top-search = Search ID, file, note, finding
search-found = { $found } of { $of }
search-clear = Clear the search
top-tile-size = Tile size
tiles-small = Small tiles
tiles-medium = Medium tiles
tiles-large = Large tiles
tiles-small-short = S
tiles-medium-short = M
tiles-large-short = L
top-tile-size-keys = Ctrl+wheel
top-help = Keys

order = Sort
order-listed = List order
order-by-page = Group by page
order-by-finding = Most suspicious first
order-suspicious = Most suspicious first
order-by-region-size = Smallest region first
order-by-file-name = File name
order-reversed = Reverse order
views = Saved views
views-name = Name this view
views-save = Save
views-delete = Delete view “{ $name }”
views-not-understood = This version cannot read this view; it is kept.
go-to = Go to number
go-to-title = Number (1 to { $of }) or invoice ID
go-to-go = Go
go-to-not-shown = This invoice is hidden by the filter or the search.
go-to-nowhere = No such number or invoice ID.
settings = Settings
settings-general = General
settings-reading = Recognition
settings-network = Network
settings-keyboard = Keyboard
keys-hint = Click a key to remove it; click + and press a key to add one.
keys-reset-all = Reset all keys
keys-remove = Remove { $key } from “{ $what }”
keys-add = Add a key for “{ $what }”
keys-press = Press a key … (Esc: cancel)
keys-reset = Reset the keys of “{ $what }”
keys-conflict = { $key } is shared with “{ $what }”; where both can act, “{ $winner }” does
key-next = Next invoice
key-previous = Previous invoice
key-below = A row down
key-above = A row up
key-screen-up = A screen up
key-screen-down = A screen down
key-first = First invoice
key-last = Last invoice
key-next-on-page = Next on the same page
key-previous-on-page = Previous on the same page
key-pan-left = Move the page left
key-pan-right = Move the page right
key-pan-up = Move the page up
key-pan-down = Move the page down
key-previous-unjudged = Previous unjudged
key-next-unjudged = Next unjudged
key-extend-next = Select up to the next
key-extend-previous = Select back to the previous
key-extend-below = Select a row further down
key-extend-above = Select a row further up
keys-taken = { $key } belongs to “{ $other }”. Use it for “{ $what }” instead?
keys-take = Use it here
keys-keep = Leave it there
keys-held = { $key } belongs to “{ $other }” and cannot be given away.
settings-words-theme = dark mode light mode colors colours night
settings-words-scale = zoom font text size larger smaller dpi
settings-words-language = chinese english 中文 语言
settings-words-judging = name advance automatically verdict
settings-words-reviews = save location directory path storage
settings-words-print = ocr text recognition qr code
settings-words-regions = rectangle rotation exif orientation bounding box
settings-words-memory = ram cache
settings-words-reports = export default excel
settings-words-connections = speed concurrent bandwidth
settings-words-proxy = network firewall http
settings-words-trust = token password key keyring tls ssl authority intranet
settings-words-transfer = backup migrate move defaults restore
settings-words-about = about version licence license diagnostics support
settings-judging = Judging
settings-trust = Certificates and saved access
settings-search = Search settings
settings-search-nothing = No setting matches
settings-language = Language
settings-theme = Appearance
theme-system = System
theme-light = Light
theme-dark = Dark
settings-scale = Interface scale
settings-connections = Parallel downloads
settings-memory = Image memory (MB)
memory-files = Files
memory-pixels = Decoded
memory-textures = On screen
settings-print = Reading of print
settings-reads = Read pictures while idle, and point out cut print, tickets upside down, and numbers, amounts or dates that are not there
settings-regions = Region coordinates
regions-automatic = Automatic
regions-corners = Two corners
regions-size = Corner and size
regions-upright = In rotated photos, count pixels upright

## Filters
filter-all = All
filter-group = { $group }: all { $count }
filter-unfinished = Not loaded yet
filter-ready = Loaded
filter-noticed = Findings
filter-findings = Has findings
filter-nothing-noticed = No findings
filter-failed = Failed
filter-not-found = Not found
filter-no-picture = Without a picture
filter-loading = Loading
filter-kinds = File type
filter-types = Ticket type
filter-type-unknown = Not known yet
filter-kind-unknown = Not known yet
filter-marks = Other
filter-shares-page = Shares a page
filter-alone-on-page = Alone on its page
filter-corrected = Region corrected
filter-not-corrected = Region not corrected
filter-misread = Fields misread
filter-not-misread = No field misread
filter-no = no
filter-no-finding = No finding at all
filter-group-free = { $group }: all
finding-ignore = Ignore “{ $finding }” in this review
finding-heed = Heed “{ $finding }” again in this review
filter-own-words = Other reason
filter-no-reason = No reason given

## Grid
grid-name = Invoices
grid-scroll = Scroll the grid
grid-position = { $first } – { $last } of { $of }
grid-empty = No ticket is in all the chosen filters
grid-empty-search = No ticket has this in it
grid-empty-all = Show all tickets
grid-empty-new = Tickets appear here as the platform answers
tile-wrong-fields = Misread: { $fields }
tile-pages = { $kind } · { $count } pages
tile-crop = { $kind } · crop
tile-name = { $id }, { $state }, { $position } of { $count }
tile-retry = Try again
tile-retry-longer = Try again (60 s)
menu-open = Open
menu-copy-id = Copy ID

## Where an invoice stands
stage-waiting = Waiting
stage-linked = Waiting for the picture
stage-loading = Loading
stage-ready = Loaded
stage-failed = Failed
tile-needs-token = No picture without a token
stage-not-found = Not found on the platform
stage-no-picture = XML: data without a picture

## Status line
status-loaded = Loaded { $done } of { $of }
status-read = Read { $done } of { $of }
status-read-tip = Pictures whose print has been read. Until then a ticket has no finding from its print.
status-failed = { $count } failed
status-not-found = { $count } not found
status-retry = Retry all
status-pause = Stop loading
status-resume = Continue loading
status-paused = Stopped
status-progress = Pictures loaded

## Notices
notice-added = { $bills ->
   *[0] {""}
    [one] Looking up 1 bill;{" "}
    [other] Looking up { $bills } bills;{" "}
}{ $added } added, { $known } already listed{ $repeated ->
    [0] {""}
   *[other] , { $repeated } given more than once
}, { $rejected } not IDs
notice-bills-empty = { $count ->
    [one] 1 bill has no invoices, or is not on the platform
   *[other] { $count } bills have no invoices, or are not on the platform
}: { $bills }
notice-bills-failed = { $count ->
    [one] 1 bill could not be looked up
   *[other] { $count } bills could not be looked up
}: { $bills }.
notice-bills-again = Try again
notice-nothing = No invoice ID in what was pasted
notice-sheet = Read from sheet “{ $sheet }”
notice-copied = Copied: { $text }
notice-close = Close
failure-details = Technical details
failure-copy = Copy the details
run-slowed = The file server asked to slow down: { $count } downloads at a time now. It speeds up again by itself.
run-throttled = The server limits requests: continuing in { $secs } s. Fewer parallel downloads may help (settings).
run-platform = the platform
run-host-errors = Waiting for { $host }: its server has problems of its own.
run-host-silent = Waiting for { $host }: it takes too long to answer.
run-host-breaks = Waiting for { $host }: it breaks connections off.
run-host-busy = Waiting for { $host }: it asks to be left alone for a while.
run-host-away = Waiting for { $host }: { $why }
run-probing = It is tried again by itself; loaded tickets can still be viewed.
run-try-now = Try now
notice-crashed = An internal error stopped this step; nothing else is affected. Try again.
notice-remembered = Saved in the system keyring
notice-not-remembered = Not saved in the system keyring; it works until the program ends ({ $cause })
notice-not-loaded = The system keyring could not be read; enter it again ({ $cause })
notice-forgotten = Removed from the system keyring
notice-not-forgotten = Not removed from the system keyring; remove the entry invoice-lens in the system's keyring manager ({ $cause })
notice-ca-file =
    { $count ->
        [0] Only the system's certificates are trusted now
        [one] 1 more CA certificate is trusted now; retry what failed
       *[other] { $count } more CA certificates are trusted now; retry what failed
    }
notice-reconnect = Continue
read-too-large = The file is too large for a list of IDs. Drop a text file of up to 64 MB.
read-io = The file cannot be read ({ $detail }). Check that it still exists and that you may open it.
read-not-text = The file is neither text nor a workbook. Save the list as text, CSV or XLSX and drop that.
read-workbook = The workbook cannot be read ({ $detail }). Save it as XLSX or CSV and drop that.
read-workbook-too-much = Reading the workbook takes too much memory or time. Copy the column with the IDs and paste it, or save the sheet as CSV and drop that.
read-no-file = There is no such file
read-no-place = This folder or file cannot be read ({ $detail }). Check the path.
read-demo = The demo cannot start ({ $detail }). Start the program again.

## Viewer
viewer-canvas = Page with the region
viewer-back = Back to the grid
viewer-previous = Previous invoice
viewer-next = Next invoice
viewer-fit = Whole page
viewer-zoom-region = Zoom to the region
viewer-actual-size = 100 %
viewer-zoom-in = Zoom in
viewer-zoom-out = Zoom out
viewer-rotate-right = Rotate right
viewer-rotate-left = Rotate left
viewer-dim = Dim outside the region
viewer-lock = Lock the view
viewer-same-page = { $position } of { $count } on the page
viewer-go-sibling = Go to this ticket
viewer-out-of-view = No border of the region is in view. { $key } shows it
viewer-lens = Edge spots: where print crosses the region's borders
viewer-overlay = Hide the region (hold H)
viewer-page = Page { $page } / { $count }
viewer-page-previous = Previous page
viewer-page-next = Next page
viewer-details = Details
viewer-original = Show the original instead of the server's crop
viewer-loading-full = Loading full picture …

## An XML invoice in the place of its picture
xml-banner = This XML is data without an image. It is laid out by its fields; the printed invoice may look different.
xml-banner-other = This XML is data without an image, and not a digital invoice of a known form. These are its fields.
xml-red = Red-letter invoice
xml-number = Invoice number
xml-date = Date of issue
xml-buyer = Buyer
xml-seller = Seller
xml-name = Name
xml-tax-id = Tax ID
xml-address = Address
xml-telephone = Telephone
xml-bank = Bank
xml-account = Account
xml-item = Item
xml-model = Model
xml-unit = Unit
xml-quantity = Quantity
xml-price = Unit price
xml-amount = Amount
xml-tax-rate = Tax rate
xml-tax = Tax
xml-sum-amount = Subtotal
xml-sum-tax = Total tax
xml-total = Total with tax
xml-remark = Remark
xml-drawer = Issued by
xml-tax-bureau = Tax bureau
xml-plate = Number plate
xml-vehicle = Vehicle type
xml-passage-from = Passage from
xml-passage-until = Passage until
xml-all-fields = All fields ({ $count })
xml-search = Search names and values
xml-copy = Copy all fields
xml-nothing-found = No matching field

placement-whole = Whole page
placement-crop = Server crop at +{ $x }, +{ $y } · outside unknown
placement-rebuilt = Rebuilt from { $count } crops · outside unknown
placement-refused = platform provides no full page
placement-unknown = Position on the page unknown
placement-original-file = Original file
placement-original-server = Original from the server, uncropped
placement-original-attachment = Original from the bill's attachments

edge-top = top
edge-right = right
edge-bottom = bottom
edge-left = left
edge-no-ink = No ink at the { $side } border
edge-go = Zoom to the { $side } border
lens-top = Top border, magnified
lens-bottom = Bottom border, magnified
lens-left = Left border, magnified
lens-right = Right border, magnified

details-invoice = Invoice
details-state = State
details-file = File
details-source = Source
details-picture = Picture
details-kind = Kind
details-map = Map of the page
details-note = Note
details-facts = Coordinates and file
details-region = Region
details-sent = As sent
details-not-numbers = not numbers
details-nothing-sent = nothing
details-on-page = On the page
details-region-size = Size
details-in-picture = In the picture
details-page = Page
details-shows = Shown
details-page-size = Page size
details-same-page = On the same page
details-original = Original

## Originals: uncropped files of whole pages
originals = Originals
originals-path = Paste the path of a folder
originals-use = Use
originals-hint = A folder or pictures can also be dropped on the window. A file named like an invoice's file is its whole page; it is only read, and the path is not kept.
originals-searching = Looking for files …
originals-known =
    { $files ->
        [one] 1 file
       *[other] { $files } files
    }, matching { $matched ->
        [one] 1 invoice
       *[other] { $matched } invoices
    }
originals-taken =
    { $files ->
        [one] 1 file taken
       *[other] { $files } files taken
    }; originals match { $matched ->
        [one] 1 invoice
       *[other] { $matched } invoices
    }
originals-repeated =
    { $count ->
        [one] 1 file with the same name as another left out
       *[other] { $count } files with the same names as others left out
    }; the first found is used
originals-cut = Not everything could be read
originals-none-found = No files here that could be used as originals
originals-forget = Stop using them
originals-file = File
originals-from-server = The server provided the uncropped original.
originals-from-attachment = An attachment of the bill: the file as it was uploaded.
originals-refused = The server does not provide the uncropped original

## Keys
help-title = Keys
help-in-grid = In the grid
help-in-viewer = In the viewer
help-in-editing = While editing a region
help-in-review = In both
help-grid-move = Move the focus
help-grid-screens = A screen up or down; first, last
help-open = Open the invoice
help-search = Search
help-go-to = Go to a number in the list, or to an ID
help-step = Next, previous invoice
help-page = Next, previous ticket on the same page
help-pages = Next, previous page of a document
help-close = Back to the grid
help-fit = Whole page
help-region = Zoom to the region
help-actual = 100 %
help-zoom = Zoom in, zoom out
help-pan = Move the page
help-rotate = Rotate the view right, left
help-hide = Hide the region while held; switch it off and on
help-dim = Dim what lies outside the region
help-lock = Lock the view: zoom, position and rotation carry over to the next ticket
help-crop = The original or the server's crop
help-edit = Correct the region; again to keep it
help-edit-revert = Back to OCR's region
help-edit-move = Move the region by 1 px, with Shift by 10
help-edit-far = Move its right or lower border
help-edit-near = Move its left or upper border
help-edit-snap = Look for edges of paper or print near the borders; again to take them
help-edit-keep = Keep it
help-edit-give-up = Dismiss what was found, or cancel the edit
help-edges = Hold: all four borders enlarged
help-lens = Show or hide the edge spots, in the viewer and in large tiles
help-copy = Copy the invoice ID
help-paste = Add pasted IDs to the grid
help-retry = Retry failed tickets
help-panels = Filter panel, details
help-settings = Settings
help-keys = All keys
help-mouse = Mouse: the wheel scrolls the grid and zooms the page at the pointer, dragging moves the page, Ctrl and the wheel change the size of the tiles. Ctrl and a click select a tile, Shift and a click all up to it.
help-correct = Correct; with Shift, stay on this ticket
help-wrong = Wrong
help-cut-off = Wrong: part of the ticket is cut off
help-too-loose = Wrong: too loose, or a neighbour is included
help-wrong-ticket = Wrong: another ticket, or several merged
help-unreadable = Wrong: turned or unreadable
help-other = Wrong, for a reason in your own words
help-unsure = Unsure
help-clear = Clear the verdict
help-unjudged = Next, previous unjudged ticket
help-last-judged = Back to the last judged ticket
help-undo = Undo, redo
help-note = Write a note
help-done = Close

## Failures: what happened and what to do
failure-token_missing = No token was given. Paste an access token.
failure-token_refused = The platform refuses the token: it has expired, or belongs to another company or platform. Paste a new one, and check the address.
failure-key_refused = The platform refuses the app key. Check appKey, appSecurity and the address.
failure-answer_unreadable = The platform's answer is not what is documented. Check the address, then try again.
failure-platform_error = The platform reports an error. Try again later.
failure-throttled = The server asks for a long wait. Try again later, or with fewer downloads at one time (settings).
failure-offline = No network, or the server's name is not known. Check the connection and the address.
failure-proxy_auth = The proxy requires a user name. Enter it in the system's settings, or ask your IT department.
failure-proxy_unreachable = The proxy in the system's settings does not answer. Check its address and the connection, or ask your IT department.
failure-proxy_refused = The proxy does not let the program through to the server, or does not reach it. Ask your IT department whether the server may be used.
failure-proxy_unsupported = The proxy that is set is of a kind this program cannot use: HTTP, HTTPS, SOCKS4 and SOCKS5 can be used. Change the setting, then start the program again.
failure-server_error = The server has a problem of its own. Try again later.
failure-unreachable = Nothing answers at this address. Check the network and the address, then try again.
failure-certificate = The server's certificate is not trusted. If your company's network has a proxy, ask your IT department for the company's CA certificate and name it in the settings.
failure-timeout = The server takes too long. Try again.
failure-redirected = The server sends the request elsewhere, which is not followed. Check the platform's address, or use the one it names.
failure-no_link = The platform has no file for this invoice. Look it up on the platform.
failure-link_unsafe = The platform's link cannot be fetched safely. Ask the platform's support.
failure-link_expired = The link kept expiring. Check the computer's clock, then try again.
failure-private_address = The link leads to an address inside your network, so it was not opened. If your company keeps its files there, allow it: Settings, Network, or --allow-private-addresses.
failure-link_altered = The link's signature does not match. A proxy may have changed it; try again.
failure-link_refused = The link was refused without a reason, and so was a fresh one. A network device in between may be blocking it.
failure-file_gone = The file is no longer stored on the server. Look it up on the platform.
failure-crop_outside = The link's crop lies outside the picture. Check the region on the platform.
failure-processing_refused = The file server cannot process the picture: larger than 20 MB or 30,000 px a side, or not a picture. Look it up on the platform.
failure-refused = The file server refuses the file. Try again; if it happens again, ask the platform's support.
failure-file_too_large = The file is larger than 40 MB and is not loaded. Look at it on the platform.
failure-cut_short = The file arrived incomplete. Try again.
failure-file_empty = The file is empty. Have it uploaded again.
failure-web_page = Received a web page instead of a ticket, maybe a network's login page. Log in with a browser, then try again.
failure-not_a_picture = The file received is not a ticket. Try again later; if it happens again, look it up on the platform.
failure-data_file = XML invoice: data without a picture.
failure-unsupported = This version cannot show this kind of file yet. Look at it on the platform.
failure-encrypted = The file is locked with a password. Have it uploaded without one.
failure-picture_too_large = The picture has too many pixels to be opened. Look at it on the platform.
failure-too_complex = The document holds more than any ticket would, and drawing it was given up. Look at it on the platform.
failure-corrupt = The file is damaged. Try again; if it happens again, have it uploaded again.
failure-not_permitted = The platform refuses this request, though the token works for others: the app has no right to it, or the token has expired meanwhile. Ask whoever manages the app for the right, or paste a new token.
failure-original_unreadable = The original file cannot be read. Check that it still exists and that you may open it.
failure-decoder_failed = The picture could not be decoded: the decoder failed on this file. Try again; if it happens again, open the file on the platform.
failure-decode_timeout = Decoding took too long and was stopped. Trying again gives it 60 seconds.
failure-too_much_memory = Decoding this file takes too much memory. Open it on the platform.
failure-decoder_missing = The decoder cannot be started. Restart the program; if it happens again, reinstall it or ask your IT department about the virus scanner.
failure-interrupted = The run was interrupted first.
failure-deadline = The run's time was up first.
failure-pictures_unwritable = Pictures could not be written any more. Check the folder and that the disk has room.
failure-background_lost = The background stopped answering. Start the run again.

## Findings: what an automatic look noticed
finding-region_missing = OCR stored no region
finding-region_unreadable = The region is not four numbers
finding-region_in_fractions = The region is given as fractions of the page, not in pixels: it is not drawn
finding-region_inverted = The region's corners came in another order and were put right
finding-region_empty = The region encloses nothing
finding-region_outside_picture = The region lies outside the delivered picture
finding-region_beyond_picture = The region reaches beyond the delivered picture
finding-region_overlaps = The region overlaps another ticket's on the same page
finding-region_overlaps-about = The region overlaps that of ticket { $subject } on the same page
finding-region_doubly_claimed = Another invoice claims the same region
finding-region_doubly_claimed-about = Ticket { $subject } on the same page claims the same region
finding-region_cannot_be_placed = The region cannot be placed
finding-region_cannot_be_placed-about = The region cannot be placed: { $subject }
finding-picture_size_unexpected = The picture's size does not match its link
finding-picture_size_unexpected-about = The picture's size does not match its link: { $subject }
finding-picture_incomplete = The file is cut short or damaged; part of the picture is missing or wrong
finding-more_frames = The file has several frames; only the first is shown
finding-more_frames-about = The file has { $subject } frames; only the first is shown
finding-more_pages = The document has several pages; the region is taken to be on the first
finding-more_pages-about = The document has { $subject } pages; the region is taken to be on the first
finding-fonts_substituted = Not all fonts are embedded in the document; letters may look different
finding-objects_not_drawn = Part of the page could not be drawn
finding-objects_not_drawn-about = { $subject } objects of the page could not be drawn
finding-picture_blank = Nothing can be seen: the picture is blank
finding-original_mismatch = The file of this name is not the page's original and is not used
finding-original_mismatch-about = The file of this name ({ $subject } px) is not the page's original and is not used
finding-platform_risk = The platform marks the invoice as a risk
finding-platform_risk-about = The platform says: { $subject }
finding-original_incomplete = The original file is cut short or damaged; part of it is missing or wrong
finding-text_cut = The region's border cuts through print
finding-text_cut-about = { $subject ->
    [left] The region's left border cuts through print
    [top] The region's upper border cuts through print
    [right] The region's right border cuts through print
   *[bottom] The region's lower border cuts through print
}
finding-picture_not_read = The print could not be read, so nothing was checked against it
finding-text_unclaimed = Some print on the page lies in no region
finding-text_unclaimed-about = Print on the page lies in no region; lines: { $subject }
finding-text_upside_down = The ticket is upside down
finding-number_not_printed = The number cannot be read in the region
finding-number_not_printed-about = The number { $subject } cannot be read in the region
finding-amount_not_printed = The amount cannot be read in the region
finding-amount_not_printed-about = The amount { $subject } cannot be read in the region
finding-date_not_printed = Another date is printed in the region
finding-date_not_printed-about = The date { $subject } cannot be read in the region, where another one is printed
finding-printed_elsewhere = The number is printed on another ticket of the page
finding-printed_elsewhere-about = The number is printed on ticket { $subject } of the page
finding-page_claimed = The region is the whole page, though other tickets lie on it
finding-page_claimed-about = The region is the whole page, though other tickets lie on it: { $subject }
finding-crop_differs = The link cuts out something else than the region
finding-crop_differs-about = The link cuts out something else than the region: they differ by { $subject } px
finding-shape_implausible = The region's shape is unusual for this kind of ticket
finding-shape_implausible-about = The region's shape is unusual for this kind of ticket: its sides are { $first } to 1, usually { $second } to { $third }
finding-ink_across = Print goes on beyond a border of the region
finding-ink_across-about = { $first ->
    [left] Print goes on beyond the left border: { $second } marks, { $third } % of the way down
    [top] Print goes on beyond the upper border: { $second } marks, { $third } % from the left
    [right] Print goes on beyond the right border: { $second } marks, { $third } % of the way down
   *[bottom] Print goes on beyond the lower border: { $second } marks, { $third } % from the left
}
finding-margin_wide = The region has a wide empty margin
finding-margin_wide-about = { $first ->
    [left] The left { $second } % of the region is empty
    [top] The upper { $second } % of the region is empty
    [right] The right { $second } % of the region is empty
   *[bottom] The lower { $second } % of the region is empty
}
finding-paper_cut = The paper goes on beyond a border of the region
finding-paper_cut-about = { $first ->
    [left] The paper goes on beyond the left border by { $second } % of the region's width
    [top] The paper goes on beyond the upper border by { $second } % of the region's height
    [right] The paper goes on beyond the right border by { $second } % of the region's width
   *[bottom] The paper goes on beyond the lower border by { $second } % of the region's height
}
finding-region_nearly_empty = Next to nothing is printed in the region
finding-region_nearly_empty-about = Next to nothing is printed in the region, in marks: { $subject }
finding-blurred = The ticket is blurred
finding-blurred-about = The ticket is blurred: sharpness { $subject } of 100
finding-too_dark = The ticket is too dark
finding-too_dark-about = The ticket is too dark: its paper is { $subject } % as light as white
finding-same_picture = Another invoice has the same picture
finding-same_picture-about = Invoice { $subject } has the same picture
finding-alike_picture = Another invoice has a picture that looks the same
finding-alike_picture-about = Invoice { $subject } has a picture that looks the same
finding-qr_differs = The QR code in the region is another invoice's
finding-qr_differs-about = The QR code in the region is that of invoice { $subject }
finding-qr_outside = The ticket's QR code lies outside its region
finding-qr_missing = No QR code can be read in the region
finding-qr_several = The region holds QR codes of several invoices
finding-qr_several-about = The region holds QR codes of { $subject } invoices

## Findings in a few words, as names of filters
noticed-region_missing = No region
noticed-region_unreadable = Region unreadable
noticed-region_in_fractions = Region in fractions
noticed-region_inverted = Corners reordered
noticed-region_empty = Empty region
noticed-region_outside_picture = Outside the picture
noticed-region_beyond_picture = Beyond the picture
noticed-region_overlaps = Overlaps another
noticed-region_doubly_claimed = Shared region
noticed-region_cannot_be_placed = Cannot be placed
noticed-picture_size_unexpected = Unexpected size
noticed-picture_incomplete = Picture incomplete
noticed-more_frames = Several frames
noticed-more_pages = Several pages
noticed-fonts_substituted = Substituted fonts
noticed-objects_not_drawn = Parts not drawn
noticed-picture_blank = Blank picture
noticed-original_mismatch = Original differs
noticed-platform_risk = Platform risk
noticed-original_incomplete = Original incomplete
noticed-text_cut = Print cut
noticed-picture_not_read = Print not read
noticed-text_unclaimed = Print in no region
noticed-text_upside_down = Upside down
noticed-number_not_printed = Number not found
noticed-amount_not_printed = Amount not found
noticed-date_not_printed = Another date
noticed-printed_elsewhere = On another ticket
noticed-page_claimed = Whole page claimed
noticed-crop_differs = Crop differs
noticed-shape_implausible = Unusual shape
noticed-ink_across = Print beyond border
noticed-margin_wide = Wide margin
noticed-paper_cut = Paper cut
noticed-region_nearly_empty = Nearly empty
noticed-blurred = Blurred
noticed-too_dark = Too dark
noticed-same_picture = Same picture
noticed-alike_picture = Looks the same
noticed-qr_differs = Other QR code
noticed-qr_outside = QR outside
noticed-qr_missing = QR not read
noticed-qr_several = Several QR codes

## Why a region cannot be placed
place-page_size_needed = The region cannot be placed: the size of the whole page is not known
place-orientation_unknown = The region cannot be placed: the server turned the picture in an unknown way
place-orientation_contradicts = The region cannot be placed: link and picture disagree about how it was turned
place-ambiguous = The region cannot be placed: the link's processing can be read in several ways
place-starts_outside = The region cannot be placed: the link cuts outside the page
place-shows_nothing = The region cannot be placed: the picture shows nothing of the page
place-no_pixels = The region cannot be placed: the picture has no pixels
place-not_invertible = The region cannot be placed: the link's processing cannot be undone

## Command line
window-no-display = There is no desktop to open a window on. Start it in a graphical session, or use invoice-lens audit. ({ $detail })
window-no-graphics = The window needs OpenGL 2.1 or newer, and this computer offers none. Update the driver of the graphics card; on a virtual machine or remote desktop install Mesa (llvmpipe). invoice-lens audit works without a window. ({ $detail })
window-not-started = The window cannot start. Close other programs and try again. ({ $detail })

audit-no-ids = No invoice ID was given. Name some, or - to read them from standard input.
audit-no-token = No token was given. Set INVOICE_LENS_TOKEN, or INVOICE_LENS_APP_KEY and INVOICE_LENS_APP_SECURITY.
audit-bad-token = What INVOICE_LENS_TOKEN holds is no token. Copy the accessToken again, without spaces or line breaks.
audit-token-refused = The platform refuses the token: it has expired, or belongs to another company or platform. Set a new one in INVOICE_LENS_TOKEN.
audit-half-key = INVOICE_LENS_APP_KEY and INVOICE_LENS_APP_SECURITY belong together, and one of them is missing.
audit-bad-key = What INVOICE_LENS_APP_KEY or INVOICE_LENS_APP_SECURITY holds is no key. Copy it again, without spaces or line breaks.
audit-key-refused = The platform refuses the app key. Check INVOICE_LENS_APP_KEY, INVOICE_LENS_APP_SECURITY and the address.
audit-format = The report's name must end in .json, .csv, .xlsx or .html
audit-picture-write = The picture { $path } cannot be written: { $why }
audit-failed = The report was not written: { $detail }
audit-report-folder = The folder { $path } cannot be written to. Choose another one. ({ $detail })
audit-report-held = { $path } cannot be replaced. Close it if it is open in another program. ({ $detail })
audit-report-kept = { "" } The new report is { $path }.
audit-report-write = The report cannot be written. Check that the disk has room. ({ $detail })
audit-trained = Training data: { $taken } of { $of } regions that were judged correct or put right; the others are not on a picture of their whole page
audit-pictures-missing = { $count } pictures could not be had a second time and are not in the folder
audit-incomplete = Not all was checked. { $reason } --resume goes on with the JSON report.
resume-unreadable = { $path } cannot be read. ({ $detail })
resume-broken = { $path } is no whole JSON report of this program.
resume-newer = { $path } is of a newer version of this program. Use that version to go on with it.
resume-no-audit = { $path } is no report of all invoices of an audit: some were left out, or have verdicts.
audit-ca-file = The certificate file that INVOICE_LENS_CA_FILE or SSL_CERT_FILE names cannot be used: { $detail }
audit-fields-failed = What OCR read of { $count ->
        [one] one invoice
       *[other] { $count } invoices
    } could not be had: { $why }
audit-not-read = The print of { $count ->
        [one] one picture
       *[other] { $count } pictures
    } could not be read
audit-bills = Bills asked for: { $asked }; without invoices: { $empty }; could not be asked about: { $failed }
audit-left-out = Left out: { $rejected } that gave no ID, { $repeated } repeated
audit-other-sheets =
    { $count ->
        [one] 1 of them is an ID on another sheet of the workbook
       *[other] { $count } of them are IDs on other sheets of the workbook
    }

## Judging
verdict-correct = Correct
verdict-wrong = Wrong
verdict-unsure = Unsure
verdict-clear = Clear the verdict
verdict-undo = Undo
verdict-redo = Redo
verdict-note = Note
verdict-reasons = Reason
reason-cut-off = Cut off
reason-too-loose = Too loose
reason-wrong-ticket = Wrong ticket
reason-unreadable = Unreadable
reason-other = Other…
verdict-judged = Judged { $done }/{ $of }
verdict-count-wrong = { $count } wrong
verdict-last = Last: { $id } { $verdict }
verdict-count-unsure = { $count } unsure
verdict-progress = Judged
verdict-ask-reason = What is wrong?
verdict-ask-note = Note
verdict-ask-limit = At most { $count } characters
verdict-ask-done = OK
verdict-ask-cancel = Cancel
word-not-shown-yet = The picture is not shown yet. Judge it once it appears.
word-cannot-be-correct = There is no region here that could be correct. Judge it wrong or unsure.
word-all-judged = Everything in this list has been judged.
word-last-judged = All are judged; { $id } was the last. Press the key again to change its verdict.
verdict-none = not judged
word-undone = { $part ->
    [note] Undone: the note of { $id }
    [region] Undone: the region of { $id }
    [fields] Undone: the marked fields of { $id }
   *[verdict] Undone: { $id } is “{ $now }” again
 }
word-redone = { $part ->
    [note] Redone: the note of { $id }
    [region] Redone: the region of { $id }
    [fields] Redone: the marked fields of { $id }
   *[verdict] Redone: { $id } is “{ $now }” again
 }
word-nothing-to-undo = Nothing to undo
word-nothing-to-redo = Nothing to redo

## Correcting a region by hand
region-edit = Correct the region
region-editing = Correcting the region
region-keep = Keep
region-give-up = Cancel
region-snap = Find edges
region-revert = Revert to OCR
region-corrected = region corrected
region-handle = Handle { $sides }
side-left = left
side-top = top
side-right = right
side-bottom = bottom
region-shared = { $percent } % overlap with OCR
region-shared-short = { $percent } %
region-take-edges = Take edges
region-undelivered = The hatched part of the region was never delivered: nobody can check it here
region-edge-paper = Edge of the paper
region-edge-ink = Edge of the print
region-take = Take what was found: { $edge }
region-take-hint = Take all that was found  (T)
details-corrected = Corrected region
details-borders = Borders
details-borders-hint = How far each border lies further out than OCR's, in pixels of the page; less than 0: further in
details-shared = Overlap
details-shared-hint = Intersection over union: what both regions cover, as a part of what either covers
region-word-no-picture = There is no picture here to draw a region on
region-word-not-shown-yet = The picture is still on its way. Correct its region once it is here
region-word-no-region = OCR gave no region here that could be corrected
region-word-not-placed = It is not known where on the page this picture lies, so no region can be drawn on it
region-word-other-page = The region is on the first page of this document
region-word-given-up = Cancelled: the region is unchanged
region-word-kept = The corrected region is kept
region-word-reverted = The region is OCR's again
region-word-not-corrected = The region is OCR's already
region-word-suggested = Dashed: edges that were found. T takes them, Esc drops them
region-word-nothing-found = No edge of paper or print was found near the borders
region-word-some-are-there = No edge was found near some borders; the others lie on theirs already
region-word-is-there = The borders lie on the edges already
list-refresh = Refresh list
review-goes-on = This list was reviewed before: { $judged } of { $total } judged. You are back where you left off.
review-start-anew = Start over
review-opening = The review is being opened; nothing is saved yet.
leaving-title = Verdicts are not saved
leaving-what = { $count ->
    [one] 1 change cannot be written at the moment and will be lost if you leave now.
   *[other] { $count } changes cannot be written at the moment and will be lost if you leave now.
}
leaving-elsewhere = Save the whole review to another file:
leaving-save = Save there and leave
leaving-saving = Saving…
leaving-not-saved = It was not saved there: { $why }.
leaving-export = A report is still being written
leaving-export-what = If the window closes now, there will be no report.
leaving-export-waits = The window closes as soon as it has been written …
leaving-export-wait = Close when it is done
leaving-export-lose = Give up the report and close
leaving-export-stay = Stay
leaving-saved-title = Everything is saved now
leaving-saved = What was waiting has been written to the disk.
leaving-go = Leave
leaving-stay-here = Stay
leaving-stay = Stay and keep trying
leaving-lose = Leave and lose them
review-elsewhere = Another window has this review open. Here you can only look at it.
review-newer = A newer version of this program wrote this review. Here you can only look at it.
review-only-read = You may look at this review. To judge in it, ask whoever manages the database.
review-read-only = This review's file or folder is write-protected. You can only look at it.
review-not-saved = { $count ->
    [one] 1 change is not saved: { $why }. It will be tried again.
   *[other] { $count } changes are not saved: { $why }. They will be tried again.
}
review-not-saved-short = { $count } not saved
review-read-only-short = Read-only
review-not-kept = Verdicts are not kept: { $why }.
review-not-opened = The review cannot be opened: { $why }.
review-recovered = { $count ->
    [one] This review's file was damaged. 1 event was recovered; the damaged file is kept as “{ $kept }”.
   *[other] This review's file was damaged. { $count } events were recovered; the damaged file is kept as “{ $kept }”.
}
review-passed-over = { $count ->
    [one] 1 file in the folder of reviews is damaged: “{ $first }”. If it is this list's, open it from the start page to recover it.
   *[other] { $count } files in the folder of reviews are damaged, “{ $first }” among them. If one is this list's, open it from the start page to recover it.
}
review-set-aside = { $count ->
    [one] Nothing could be read of a file in the folder of reviews; it is kept as “{ $first }”.
   *[other] Nothing could be read of { $count } files in the folder of reviews; they are kept under other names, one as “{ $first }”.
}
review-copies-set-aside = { $count ->
    [one] A daily copy of this review could not be read; it is kept as “{ $first }”.
   *[other] { $count } daily copies of this review could not be read; they are kept under other names, one as “{ $first }”.
}
review-saved-elsewhere = The whole review is saved in { $file }.
recent-damaged = damaged
review-deleted = The review and its copies were deleted.
review-not-deleted = The review could not be deleted: { $why }.
store-full = the disk is full
store-read_only = the folder or the file is write-protected
store-missing = the file or its folder does not exist
store-no_review = it is not a review file
store-set_aside = nothing in it can be read; it is kept beside, with “.damaged” behind its name
store-exists = there is something of this name already
store-is_folder = it is a folder
store-newer = a newer version of this program wrote it
store-damaged = the file is damaged
store-endless = reading the file does not end
store-busy = another program is using the file
store-disk = the disk or network drive does not respond
store-other_platform = it is about invoices of another platform
store-absent = the database has no review of this name; check the name, or ask whether it was put in
store-unreachable = the database server does not answer; check its name, its port and the network
store-refused = the database server does not let this user in; check the user and the password
store-untrusted = the database server's certificate is not trusted; name a company's own authority by sslrootcert in the address
store-hidden = what others said of some tickets is hidden from you, as you may be asked about them; whoever settles or only reads can do this
store-no_rights = this database user has no right to do that; ask who manages the database
recent-title = Continue a review
recent-progress = { $judged } of { $total } judged
recent-folder = Reviews are kept in { $folder }
recent-delete = Delete review { $name }
recent-delete-what = Deletes this review with all verdicts and copies. This cannot be undone.
recent-delete-sure = Delete permanently
recent-team = { $name } (team)
recent-forget = Take { $name } off the list
recent-forget-what = Only takes it off this list. The team's review stays in its database.
recent-forget-sure = Take off
team = Team progress
team-whole = { $judged } of { $total } judged; { $held } are being judged, { $free } are still to be handed out.
team-reviewer = Reviewer
team-held = Judging now
team-judged = Judged
team-active = Last active
team-self = { $reviewer } (you)
team-hint = Tickets are handed out in batches of whole pages, the next as you go. They are given back when you leave, or after ten minutes without any activity.
team-active-now = just now
team-active-minutes = { $count } min ago
team-active-hours = { $count } h ago
team-active-days = { $count ->
    [one] { $count } day ago
   *[other] { $count } days ago
}
team-active-unknown = —
team-own-left = { $count } yours
team-unsettled = { $count } to decide
team-sent-later = { $count ->
    [one] { $count } change
   *[other] { $count } changes
} that could not be sent last time reached the server.
tile-held = { $reviewer } is at it
word-held-by-own = Another window of yours has this one. Judge it there, or here once that window is closed or ten minutes have passed since it was last used.
word-held = { $reviewer } is judging this one. You can judge it once they have given it back.
word-next-batch = Yours are done; the next are being handed out …
word-rest-with-others = { $count ->
    [one] Someone is judging the last { $count }.
   *[other] Others are judging the remaining { $count }.
}
review-kept-here = { $count ->
    [one] { $count } change is
   *[other] { $count } changes are
} kept on this machine: { $why }. They are sent once it answers again.
review-kept-here-short = { $count } to be sent
collided-decide = Decide…
unheard = { $count ->
    [one] { $count } ticket was judged by two at once
   *[other] { $count } tickets were judged by two at once
}
unheard-hint = Theirs stands for now. The ID leads to the ticket.
unheard-take = Take mine: { $own }
unheard-keep = Keep theirs: { $theirs }
unheard-region = corrected region
unheard-field = marked field
unheard-undo = undo
second-of-all = all tickets
second-of-share = a random share
second-of-wrong = those judged wrong
second-of-nothing = no more tickets
second-share = a random { $percent } %
second-progress = Asked of { $of }. { $twice } judged twice so far, { $own } of them by you.
second-hint = Somebody else judges these tickets again without seeing the first verdict, its reason, the note or a corrected region. Where the two differ, you settle it.
second-percent = Share
second-ask = Ask for second verdicts
second-hidden = { $count ->
    [one] What others said of { $count } ticket is
   *[other] What others said of { $count } tickets is
} hidden from you, also after your own verdict, until it is settled. How far you agree is shown to those who settle or only read.
second-open = { $count ->
    [one] { $count } ticket to settle
   *[other] { $count } tickets to settle
}
second-take = Take: { $said }
second-both = Two disagree: { $first } and { $second }. Your verdict settles it.
second-blind = Second review: what others said is hidden
team-away = The server does not answer. What others do shows once it does again.
team-unreadable = { $count ->
    [one] 1 event of this review cannot be read and is passed over. This program does not write such events: ask whoever manages the database where it came from.
   *[other] { $count } events of this review cannot be read and are passed over. This program does not write such events: ask whoever manages the database where they came from.
}
second-taken = { $id }: somebody else had given the second verdict already, so yours does not count.
second-no-report = { $count ->
    [one] What others said of { $count } ticket is hidden from you, so that no report can be made here.
   *[other] What others said of { $count } tickets is hidden from you, so that no report can be made here.
} Somebody who settles or only reads can make one.
word-verdicts-only = In a second review you give a verdict only: notes, regions and fields are hidden.
word-to-settle = Two disagree about this one. It waits for a third person to settle it.
word-settled = This one is settled. Only those who settle can change it.
word-all-settled = Nothing is left to settle in this list.
word-test-over = This was a test ticket and is only shown again. Go on to the next one to judge.
tests = Test tickets
tests-mixed-in = { $percent ->
    [0] None are mixed in any more.
   *[other] { $percent } for every 100 tickets are mixed in.
}
tests-hint = Now and then a ticket that a reviewer called correct at least 50 tickets ago comes up again with its rectangle moved. They are told after their answer, which changes no verdict and is in no other figure.
tests-percent = For every 100 tickets
tests-ask = Mix in
tests-end = Mix in no more
tests-share = Mixed in
tests-caught = { $caught } of { $answered } caught, { $rate } (95 % interval { $low } to { $high }){ $unsure ->
    [0] {""}
   *[other] ; { $unsure } unsure
}
tested-caught = That was a test ticket: its rectangle had been moved, and you caught it.
tested-missed = That was a test ticket: its rectangle had been moved, and you called it correct.
tested-unsure = That was a test ticket: its rectangle had been moved, and you were unsure.
tested-beside = What you noted or corrected on it is not kept.
tested-look = Look at it again
team-open = Open a team's review…
team-open-title = Open a team's review
team-open-hint = A team's review is in a PostgreSQL database, where several people judge at once. Paste the address you were given (postgres://…) into any field to fill in all of them.
team-open-go = Open
team-opening = Connecting …
team-server = Server
team-server-hint = db.example.com or db.example.com:5433
team-database = Database
team-database-hint = Name of the database
team-user = User
team-user-hint = Your name in the database; verdicts are in this name
team-review = Review
team-review-hint = Such as March
team-authorities = The server's certificate is trusted if it is by an authority in { $file }.
team-address-shape = This is not the address of a team's review; one looks like postgres://user@server/database?review=NAME.
team-address-password = A password does not belong in the address and was removed. Paste the address without it; you are asked for it if it is needed.
team-address-no-user = The address does not say as which user.
team-address-no-review = The address does not say which review (…?review=NAME).
team-address-unverified = The server is always verified; sslmode can only be verify-full.
team-address-option = The address has an option that is not known.
team-password = Password
team-password-title = The database asks for a password
team-password-what = The server wants the password of { $user } for the database { $database }.
team-password-wrong = That password is not right, or this user may not log in.
share-team = Put it into a database for a team
share-team-hint = Copies this review with all verdicts into a PostgreSQL database, where several people judge at once. The file stays as it is.
share-team-begin = Name the database…
share-team-go = Put in
share-team-password = The server wants a password.
share-team-done = { $invoices ->
    [one] { $invoices } ticket is in the database
   *[other] { $invoices } tickets are in the database
} as “{ $name }”.
share-team-copy = Copy its address
share-team-others = Others open it by this address on the start page, with their own user in it.
share-team-open = Open the team's review
share-team-taken = The database has a review of this name already. Choose another name.
share-team-not = It was not put in: { $why }.
settings-reviewer = Reviewer
settings-advances = Go to the next unjudged after a verdict
filter-verdicts = Verdicts
filter-unjudged = Not judged
filter-cannot-be-judged = Can't judge
filter-noted = With a note
filter-not-noted = Without a note
filter-changed = Changed since judged
filter-not-changed = Not changed since judged
help-select-range = Select up to the next tile
help-select-all = Select all that are shown
help-select-nothing = Clear the selection
help-suspicious = The most suspicious first, or back to list order
help-sheet = Sheet mode: whole screens at region zoom
help-accept = In sheet mode: accept the rest of the screen as correct
selection-count = { $count } selected
selection-selected = selected
selection-title = Judge several at once?
selection-judge = { $count ->
    [one] 1 ticket will be judged: { $verdict }.
   *[other] { $count } tickets will be judged: { $verdict }.
}
selection-clear = { $count ->
    [one] The verdict of 1 ticket will be cleared.
   *[other] The verdicts of { $count } tickets will be cleared.
}
selection-overwritten = { $count ->
    [one] 1 of them has another verdict, which is overwritten.
   *[other] { $count } of them have another verdict, which is overwritten.
}
selection-warned = { $count ->
    [one] 1 of them has a finding that is worth a look.
   *[other] { $count } of them have findings that are worth a look.
}
selection-left-out = { $count } more are left out: not in view, not loaded, or they cannot be judged.
selection-yes = Yes, judge { $count }
selection-no = No
word-many = { $left ->
    [0] Judged { $judged } tickets.
   *[other] Judged { $judged } tickets; { $left } left out: not in view, not loaded, or they cannot be judged.
}{ $corrected ->
    [0] {""}
    [one] {" "}1 has a corrected region, which stays.
   *[other] {" "}{ $corrected } have a corrected region, which stays.
}
word-correct-but-corrected = { $id } is correct now, and its corrected region stays. Undo if it is wrong.
word-ignored = “{ $finding }” is ignored in this review now. Undo to heed it.
word-heeded = “{ $finding }” counts again in this review.
word-accepted = { $left ->
    [0] Accepted { $accepted } as correct.
   *[other] Accepted { $accepted } as correct; { $left } left out.
}
word-undone-many = Undone: { $count } tickets
word-redone-many = Redone: { $count } tickets
sheet-mode = Sheet mode
sheet-previous = Previous screen
sheet-next = Next screen
sheet-number = Screen { $number } of { $count }
sheet-margin = Surroundings
sheet-margin-name = Surroundings shown around each region
sheet-hint-short = Click what is wrong
sheet-hint = Click what is wrong, or judge it by its key. The rest is accepted with Ctrl+Enter.
sheet-accept-name = Accept the screen
sheet-accept = { $count ->
    [one] Accept the other 1 on this screen
   *[other] Accept the other { $count } on this screen
}
sheet-accept-short = Accept { $count }
sheet-unread = { $count } of them not read yet
sheet-left-judged = { $count } judged
sheet-left-warned = { $count } with a warning
sheet-left-unseen = { $count } not loaded
sheet-left-impossible = { $count } cannot be judged
sheet-coarse = Too coarse

type-invoice = VAT invoice
type-train = Train ticket
type-taxi = Taxi receipt
type-flightItinerary = Flight itinerary
type-passengerCar = Coach ticket
type-tolls = Toll receipt
type-fixed = Fixed-amount invoice
type-machinePrint = Machine-printed invoice
type-shopping = Shopping receipt
type-medical = Medical receipt
type-noTaxIncome = Non-tax receipt
type-other = Other ticket
type-unlisted = Further types

field-number = Number
field-code = Code
field-date = Date
field-total = Total
field-amount = Amount
field-tax = Tax
field-seller = Seller
field-buyer = Buyer
field-check_code = Check code

details-fields = What OCR read
details-type = Type
details-bill = Bill
details-bill-hint = Show all tickets of this bill
fields-mark = Mark as wrong
fields-rest = All other fields ({ $count })
fields-unknown = The platform has no fields for this ticket
fields-failed = The fields could not be fetched. { $why }
fields-need-token = The fields come once the platform lets you in
fields-waiting = Fetching …
fields-again = Try again
field-yes = Yes
field-no = No
field-copy = Click to copy
field-mark = Mark a field as wrong
help-field = Mark what OCR read wrongly
field-choose = Press the digit of the wrong field (Esc to cancel)
field-mark-one = { $field } is wrong
field-unmark-one = { $field } is right after all
read-same = Matches the print
read-other = Read as { $value }
read-not = Not found in the region
field-wrong = wrong
field-right = → { $value }
field-right-of = { $field } as printed
field-no-amount = This is no amount. It is kept as it is.
field-no-date = This is no date. It is kept as it is.
field-kept-as = Kept as { $value }
field-right-hint = Enter keeps it; the right value may be left out
word-no-fields = Nothing that OCR read is known of this ticket
tile-bill = Bill { $bill }
originals-attachment = From the bill's attachments
originals-attachments-all = For all tickets
originals-attachments-hint = The platform is asked for the files that were attached to the bill
originals-attachments-need-id = The bill's attachments can be asked for where bills were entered by their IDs, not by their numbers.
notice-changed-since = { $count ->
    [one] One judged ticket is not what it was: it changed, or a warning came after its screen was accepted.
   *[other] { $count } judged tickets are not what they were: they changed, or a warning came after their screen was accepted.
}
notice-changed-since-show = Show them
notice-attachments-matched = { $count ->
    [one] The bill's attachments hold the ticket's original; it comes when the ticket is opened.
   *[other] The bills' attachments hold originals of { $count } tickets; each comes when its ticket is opened.
}
notice-attachments-lack = { $count ->
    [one] The bill's attachments hold no original of one ticket.
   *[other] The bills' attachments hold no originals of { $count } tickets.
}
notice-attachments-failed = { $count ->
    [one] The bill's attachments could not be fetched
   *[other] The attachments for { $count } tickets could not be fetched
}. { $why }

## Reports
column-position = No.
column-id = Invoice ID
column-status = Status
column-file = File
column-verdict = Verdict
column-reason = Reason
column-note = Note
column-reviewer = Reviewer
column-judged = Judged at
column-sheet = By whole screen
column-findings = Noticed
column-iou = Overlap with OCR (IoU)
column-on-page = On its page
column-bill = Bill
column-kind = Type
column-code = Invoice code
column-number = Invoice number
column-date = Date
column-total = Total
column-tax = Tax
column-buyer = Buyer
column-seller = Seller
column-corrections = Fields put right
column-second = Second verdict
column-region = OCR's region (left, top, right, bottom)
column-corrected-region = Corrected region (left, top, right, bottom)
column-picture = Picture
cell-yes = yes
outcome-ready = Loaded
outcome-not-found = Not on the platform
outcome-failed = Failed
outcome-no-picture = No picture
outcome-not-checked = Not checked
scope-all = All invoices
scope-judged = Judged ones only
scope-wrong = Wrong ones only
report-title = Review of ticket regions
report-made = Made at
report-scope = Contents
report-sheet-summary = Summary
report-sheet-rows = Invoices
report-reconciliation = Reconciliation
report-verdicts = Verdicts
report-reasons = What is wrong
report-agreement = Findings and verdicts
report-sample = Random sample
report-ignored-findings = Findings left out of account
report-by-sheet = of these accepted by whole screens
report-reviewers = Reviewers
report-between = Judged between
report-rate = Verdicts an hour (last 50, without pauses)
report-right-unsaid = (right value not given)
report-remaining = Time that the rest will take
report-agreed = { $percent } judged wrong ({ $wrong } wrong, { $correct } correct, { $unsure } unsure, { $unjudged } not judged)
report-second = Blind second review
report-second-asked = Judged twice are
report-second-judged = Judged twice / to be
report-second-agreed = Agreement
report-second-kappa = Cohen's kappa
report-second-differ = Disagreements
report-second-reasons = Both wrong, for different reasons
report-second-said = { $first } ({ $reviewer }), { $second } ({ $other })
report-second-decided = {" "}→ { $verdict } ({ $reviewer })
report-second-settled = { $first }, { $second }; settled
report-second-more = … and { $count } more
reconcile-pasted = In the list, with bills' invoices
reconcile-unique = Different IDs
reconcile-repeated = Repeated
reconcile-left_out = Not read as an ID
reconcile-ready = Loaded
reconcile-missing = Not on the platform
reconcile-without_picture = Without a picture
reconcile-failed = Failed
reconcile-not_checked = Not checked
reconcile-judged = Judged
reconcile-unjudged = Not judged
reconcile-cannot_be_judged = Of these, nothing to judge (no picture or no region)
reconcile-bills = Bills asked for
reconcile-bills-empty = Of these, without invoices or unknown
reconcile-bills-failed = Of these, could not be asked for
reconcile-unknown = not known (the list itself is not kept)
sample-size = Size
sample-seed = Seed
sample-judged = Judged correct or wrong
sample-wrong = Of these wrong
sample-bound = Error rate is at most (95 % confidence)
duration-hours = { $hours } h { $minutes } min
duration-minutes = { $minutes } min
legend-ocr = OCR's region
legend-corrected = Corrected region
fact-page = Page
fact-raw = Region as OCR sent it
fact-region = OCR's region (page pixels)
fact-corrected = Corrected region (page pixels)
fact-moved = Borders have to move
fact-move = { $side ->
    [left] left border { $by } px to the { $way ->
        [on] right
       *[back] left
    }
    [right] right border { $by } px to the { $way ->
        [on] right
       *[back] left
    }
    [top] upper border { $by } px { $way ->
        [on] down
       *[back] up
    }
   *[bottom] lower border { $by } px { $way ->
        [on] down
       *[back] up
    }
}
report-wrong = Wrong: { $reason }
report-crop = The server cut this picture out of its page; what lies outside it is not known.
fact-corners = left { $left }, top { $top }, right { $right }, bottom { $bottom }
picture-no-token = No token was given, so no picture was fetched
picture-not-had = The picture could not be had
picture-too-many = A workbook holds the first { $count } pictures only; the HTML report has the others
export-cancelled = The export was cancelled; nothing was written.

## Handing over
export = Export report
figures = Reconciliation and figures
help-export = Export a report
help-figures = Reconciliation, figures, random sample
export-formats = Formats, one or several
export-xlsx = Excel workbook
export-html = HTML page
export-csv = CSV
export-json = JSON
export-all = All ({ $count })
export-judged = Judged only ({ $count })
export-wrong = Wrong only ({ $count })
export-pictures = Include pictures (OCR and corrected regions)
export-no-token = There is no token that works: pictures that are not in memory cannot be fetched, and the report says so.
export-enter-token = Enter a token
export-fields-lacking = { $count ->
    [one] What OCR read is missing for one row.
   *[other] What OCR read is missing for { $count } rows.
 }
export-fields-ask = Fetch it
export-fields-asking = Fetching what OCR read: { $count } to go
export-folder = Folder
export-file = File name without its ending
export-name = ticket-review-{ $date }
export-file-no-folder = A name without / and \; the folder has a field of its own
export-fields-there = What OCR read is there for all rows
export-overwrites = A file of this name is there and will be replaced.
export-go = Export
export-close = Close
export-behind = Go on judging meanwhile
status-exporting = Exporting { $done }/{ $of }
export-cancel = Cancel the export
export-fetching = Fetching pictures { $done }/{ $of }
export-writing = Writing { $done }/{ $of }
export-done = { $others ->
    [0] Exported: { $path }
    [one] Exported: { $path } and 1 other file
   *[other] Exported: { $path } and { $others } other files
}
figures-back = Back
figures-copy = Copy all
figures-more = { $count } more lines are not shown; all can be copied
sample-draw = Draw a sample
sample-list = Show the sample's list

## Reading verdicts back
import-done = Taken: { $taken } lines; unchanged: { $unchanged }; did not fit: { $unfit }
import-unreadable = { $path } cannot be read: { $why }
import-no-report = This is no CSV report of this program: it has no columns for invoice ID and verdict
import-no-id = no invoice ID
import-no-verdict = a verdict that cannot be read
import-no-time = a time that cannot be read
import-unknown = the review has no such invoice
import-other-verdict = the review has another verdict, which stays
import-not-correct = there is no region here that could be correct
import-corrections = wrong fields are not read back from a report; “merge” takes them from a review
import-other-note = the review has another note, which stays

## Splitting and merging reviews
split-too-few = A review is split by whole pages, and this one has { $pages }
split-not-written = Nothing was split: { $path }: { $why }
merge-not = Not merged: { $path }: { $why }
collided = { $id }: meanwhile { $reviewer } said “{ $theirs }”, and you “{ $own }”. Theirs stands until you judge it again.{ $more ->
    [0] {""}
    [one] {" "}The same goes for one more.
   *[other] {" "}The same goes for { $more } more.
}
collided-no-verdict = no verdict
copy-done = { $invoices ->
    [one] One invoice copied
   *[other] { $invoices } invoices copied
}
copy-not = The review is not copied: { $why }.
share = Split and merge
share-split = Split for several reviewers
share-split-hint = Writes review files with a part of the tickets each; tickets of one page stay together, and this review stays as it is. Each reviewer opens one with this program.
share-parts = Parts
share-split-go = Split
share-merge = Merge a part back in
share-merge-hint = Adds what was decided in another file. Nothing is overwritten: where both say something else, what is said here stays and is listed.
share-from = Path of a review file (.ilens)
share-merge-go = Merge
share-running = Working … Nothing can be judged meanwhile.
share-no-file = This review is not kept in a file.
share-unsaved = Some verdicts are not saved yet. Wait until they are.
share-parted = { $count } files were written.
share-copy-paths = Copy paths
share-copy-conflicts = Copy conflicts
review-not-there = { $path }: there is no such review
merge-same = { $path }: it is the same review
merge-done = { $path }: { $events } new entries, { $invoices } new invoices; conflicts (nothing overwritten): { $conflicts }
merge-whole = the whole review
merge-here = here: { $said }
merge-there = there: { $said }
merge-said = { $what } ({ $reviewer }, { $at })
merge-verdict-reason = { $verdict }: { $reason }
merge-no-verdict = no verdict
merge-note = note “{ $value }”
merge-no-note = no note
merge-region = region { $value }
merge-no-region = no corrected region
merge-field-wrong = { $field } is wrong, should be “{ $value }”
merge-field-right = { $value } is right
merge-sample = a sample of { $count }

# Pages of the settings
settings-page = Page
settings-findings = Findings
settings-reports = Reports
settings-transfer = Import and export
settings-about = About
settings-findings-hint = What is switched off is neither shown nor counted, in any review. To quiet a kind in one review only, use its row among the filters. Reports name what was left out.
severity-error = Errors
severity-warning = Warnings
severity-info = Notes
settings-threshold = From
settings-threshold-name = { $finding }: from { $least }
settings-threshold-below = Below
settings-threshold-below-name = { $finding }: below { $least }
settings-reviews = Reviews
settings-reviews-hint = Folder for reviews, from the next start on
settings-reviews-placeholder = Beside the settings
settings-reviews-whole = The whole path, from the root of the disk
report-scope-all = All invoices
report-scope-judged = Judged ones
report-scope-wrong = Wrong ones
report-language = Language of reports
report-language-window = Same as the window
proxy = Proxy
proxy-system = As the system says
proxy-direct = None
proxy-address = Address of a proxy
proxy-placeholder = proxy.example.com:3128
proxy-unreadable = Not a proxy address
proxy-has-secret = Settings hold no passwords: name and password of a proxy belong in the variable HTTPS_PROXY
managed-locked = Set by the administrator of this machine
managed-locked-by = Set for this machine by { $by }
managed-unreadable = The defaults of this machine cannot be read ({ $path }): { $detail }
managed-broken = The defaults of this machine make no sense ({ $path }): { $detail }
managed-meaningless = The defaults of this machine have no usable value for { $detail } ({ $path })
settings-export = Export settings
settings-export-hint = What differs from the defaults, but for your name. Passwords, tokens and links are never among settings.
settings-export-go = Export
settings-file = Path of the new file, such as /home/you/settings.json
settings-import = Import settings
settings-import-hint = What the file has takes the place of yours; the rest stays.
settings-import-go = Import
settings-file-import = Path of a file of settings
settings-reset = Reset
settings-reset-hint = Back to what the program begins with. Reviews and what the keyring has stay.
settings-reset-ask = Reset all settings…
settings-reset-question = Your keys, views and all other settings will be gone.
settings-reset-go = Reset them
settings-reset-keep = Keep them
notice-settings-exported = Settings exported to { $path }
notice-settings-imported = Settings imported.{ $unknown ->
    [0] {""}
    [one] {" "}One entry of the file has a name or a value that this version does not know: { $names }.
   *[other] {" "}{ $unknown } entries of the file have a name or a value that this version does not know: { $names }.
}
notice-settings-reset = Settings are back to the beginning
notice-settings-file = { $path }: { $why }
notice-settings-none = The file holds no settings of this program
notice-settings-newer = The settings are from a newer version of this program
about-version = invoice-lens { $version }
about-licence = MIT or Apache 2.0, as you like. Everything stays on this machine: no telemetry, no search for updates.
about-copy = Copy diagnostics
about-copied = Copied
about-copy-hint = Version, system, settings and counts, to send along with a question. No token, no link, no ID, no name.
about-parts = Built from { $count } parts of others

# A first start
welcome-load = Load.
welcome-load-how = Give platform, access and invoice IDs below: each ticket comes with the rectangle that OCR found.
welcome-judge = Judge.
welcome-judge-how = One key a ticket: 1 correct, 2 wrong, 7 unsure. Each leads on to the next, and Ctrl+Z takes it back.
welcome-hand-over = Hand over.
welcome-hand-over-how = Ctrl+S writes a workbook or a page with pictures. F1 shows all keys.
welcome-demo = Show me, with made-up invoices
