//! Sellers and what they sell: one basket becomes one VAT invoice.

use crate::tickets::vat::Item;

pub struct Basket {
    pub province: &'static str,
    pub seller: &'static str,
    pub address: &'static str,
    pub items: &'static [Item],
    pub remark: &'static str,
}

/// `quantity` and `gross_cents` for the whole row, tax in percent.
const fn item(
    name: &'static str,
    spec: &'static str,
    unit: &'static str,
    quantity: u64,
    gross_cents: u64,
    rate_percent: u64,
) -> Item {
    Item {
        name,
        spec,
        unit,
        quantity,
        gross_cents,
        rate_percent,
    }
}

pub const TOLL: Basket = Basket {
    province: "浙江省",
    seller: "浙北雾凇高速公路运营有限公司",
    address: "",
    items: &[item("*经营租赁*通行费", "", "", 1, 4_635, 3)],
    remark: "",
};

pub const BASKETS: [Basket; 11] = [
    Basket {
        province: "上海市",
        seller: "上海半亩云餐饮管理有限公司",
        address: "演示市云栖路18号　000-20260018",
        items: &[item("*餐饮服务*餐费", "", "次", 1, 68_600, 6)],
        remark: "客户接待晚餐，6人",
    },
    Basket {
        province: "北京市",
        seller: "石见山管理咨询（北京）有限公司",
        address: "演示市石见街7号　000-20260007",
        items: &[
            item("*鉴证咨询服务*咨询费", "第三阶段", "项", 1, 5_300_000, 6),
            item("*鉴证咨询服务*差旅代垫", "", "项", 1, 424_000, 6),
        ],
        remark: "合同号：BM-2026-0117\n付款比例：30%",
    },
    Basket {
        province: "浙江省",
        seller: "杭州雾凇里酒店有限公司",
        address: "演示市湖滨弄66号　000-20260066",
        items: &[
            item("*住宿服务*住宿费", "高级大床房", "间夜", 3, 134_400, 6),
            item("*餐饮服务*早餐", "", "份", 3, 14_400, 6),
        ],
        remark: "入住：2026-10-20　离店：2026-10-23",
    },
    Basket {
        province: "江苏省",
        seller: "苏州纸月亮办公用品有限公司",
        address: "演示市平江里203号　000-20260203",
        items: &[
            item("*纸制品*复印纸", "A4 70g", "箱", 12, 178_800, 13),
            item("*文具*中性笔", "0.5mm 黑", "盒", 20, 36_000, 13),
            item("*文具*文件夹", "A4 双强力", "个", 60, 47_400, 13),
            item("*计算机配套产品*硒鼓", "ML-2026", "支", 4, 115_200, 13),
        ],
        remark: "送货单：SZ261019-08",
    },
    Basket {
        province: "广东省",
        seller: "深圳七只瓢虫电子有限公司",
        address: "演示市南头街5号　000-20260005",
        items: &[
            item("*计算机外部设备*显示器", "27英寸 4K", "台", 4, 799_600, 13),
            item("*电子元件*转接线", "Type-C 1.5m", "根", 10, 39_000, 13),
        ],
        remark: "",
    },
    Basket {
        province: "四川省",
        seller: "成都橘子灯会展服务有限公司",
        address: "演示市锦里巷31号　000-20260031",
        items: &[
            item("*会展服务*展位搭建费", "6m×3m", "个", 1, 1_802_000, 6),
            item("*现代服务*物料制作", "", "批", 1, 233_200, 6),
        ],
        remark: "西部智能制造展　B2-117",
    },
    Basket {
        province: "湖北省",
        seller: "武汉星野快运有限公司",
        address: "演示市晴川路9号　000-20260009",
        items: &[item("*物流辅助服务*收派服务费", "", "票", 86, 129_000, 6)],
        remark: "2026年10月月结",
    },
    Basket {
        province: "陕西省",
        seller: "西安慢半拍汽车租赁有限公司",
        address: "演示市曲江口12号　000-20260012",
        items: &[item(
            "*经营租赁*汽车租赁费",
            "七座商务",
            "天",
            4,
            226_000,
            13,
        )],
        remark: "取车：2026-10-12　还车：2026-10-16",
    },
    Basket {
        province: "上海市",
        seller: "上海青岚图书文化有限公司",
        address: "演示市书院里4号　000-20260004",
        items: &[
            item("*印刷品*专业图书", "精装", "册", 15, 132_000, 9),
            item("*印刷品*期刊", "2026全年", "套", 2, 48_000, 9),
        ],
        remark: "",
    },
    Basket {
        province: "浙江省",
        seller: "宁波石斛里餐饮有限公司",
        address: "演示市月湖边88号　000-20260088",
        items: &[item("*餐饮服务*餐费", "", "次", 1, 17_100, 6)],
        remark: "",
    },
    Basket {
        province: "江苏省",
        seller: "南京鲸落数据服务有限公司",
        address: "演示市秣陵道27号　000-20260027",
        items: &[
            item("*信息技术服务*云主机", "8核32G", "月", 12, 1_526_400, 6),
            item("*信息技术服务*对象存储", "5TB", "月", 12, 381_600, 6),
            item("*信息技术服务*技术支持", "", "次", 3, 95_400, 6),
        ],
        remark: "订单：JL20261001-3391",
    },
];
