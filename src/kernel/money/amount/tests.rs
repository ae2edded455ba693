//! What people write in a money cell, as examples: each is a cell that was seen or could be.

use super::*;
use proptest::prelude::*;

fn read(text: &str) -> Amount {
    parse_amount(text, Some(Unit::Wan)).unwrap_or_else(|why| panic!("{text}: {why:?}"))
}

fn yuan(text: &str) -> i64 {
    read(text).money.yuan()
}

fn refusal(text: &str) -> AmountError {
    parse_amount(text, Some(Unit::Wan)).expect_err(text)
}

#[test]
fn a_bare_number_is_in_the_columns_unit() {
    assert_eq!(yuan("100"), 1_000_000);
    assert_eq!(yuan("1,234"), 12_340_000);
    assert_eq!(yuan(" 1 234 567 "), 12_345_670_000);
    assert_eq!(yuan("２５６，０００"), 2_560_000_000);
    assert_eq!(yuan(".5"), 5_000);
    assert_eq!(yuan("0"), 0);
    assert_eq!(yuan("-0"), 0);
    assert!(!read("100").unit_in_cell);
    assert_eq!(parse_amount("12.8", Some(Unit::Yi)).unwrap().money.yuan(), 1_280_000_000);
    assert_eq!(parse_amount("12.8", None), Err(AmountError::NoUnit));
}

#[test]
fn a_unit_in_the_cell_goes_before_the_columns() {
    let expected = [
        ("12.8亿", 1_280_000_000),
        ("3.5万元", 35_000),
        ("100元", 100),
        ("5000万", 50_000_000),
        ("1.5万亿元", 1_500_000_000_000),
        ("5百万元", 5_000_000),
        ("12.8 亿元人民币", 1_280_000_000),
        ("人民币12.8亿元整", 1_280_000_000),
    ];
    for (text, yuan) in expected {
        let amount = parse_amount(text, None).unwrap_or_else(|why| panic!("{text}: {why:?}"));
        assert_eq!(
            amount,
            Amount { money: Money::from_yuan(yuan), unit_in_cell: true, rounded: false },
            "{text}"
        );
    }
}

#[test]
fn the_signs_of_the_yuan_and_excels_exponents_are_understood() {
    for text in ["￥100", "¥ 100", "RMB100", "CNY 100", "人民币：100", "1E2", "1.00e+2", "1000e-1"] {
        assert_eq!(yuan(text), 1_000_000, "{text}");
    }
    assert_eq!(yuan("1.2E5"), 1_200_000_000);
    assert_eq!(yuan("1.28000000000000e1"), 128_000);
}

#[test]
fn amounts_are_exact_and_a_cut_fraction_is_told() {
    assert_eq!(yuan("61333688.49万元"), 613_336_884_900);
    let cases = [
        ("0.00005", 1, true),
        ("0.00004", 0, true),
        ("0.000004", 0, true),
        ("1.23456789", 12_346, true),
        ("1.2345000", 12_345, false),
        ("1e-400", 0, true),
    ];
    for (text, yuan, rounded) in cases {
        assert_eq!(
            read(text),
            Amount { money: Money::from_yuan(yuan), unit_in_cell: false, rounded },
            "{text}"
        );
    }
}

#[test]
fn signs_for_nothing_are_empty() {
    for text in ["", "  ", "-", "/", "—", "——", "–", "－", "无", "暂无", "待定", "n/a", "N/A", "　"]
    {
        assert_eq!(refusal(text), AmountError::Empty, "{text:?}");
    }
}

#[test]
fn guesses_and_ranges_are_vague() {
    for text in [
        "近百亿元",
        "超10亿元",
        "投资过5亿元",
        "10亿元左右",
        "5-8亿元",
        "5—8亿元",
        "5~8",
        "5亿至8亿元",
        "约3亿元",
        "100余万元",
        "10亿元以上",
        "不低于2亿元",
        "几千万元",
        "数亿元",
        ">5亿",
        "5亿+",
        "10多亿",
    ] {
        assert_eq!(refusal(text), AmountError::Vague, "{text}");
    }
}

#[test]
fn another_currency_is_named_and_never_converted() {
    for (text, currency) in [
        ("3.5亿美元", "USD"),
        ("USD 100", "USD"),
        ("$5", "USD"),
        ("2亿欧元", "EUR"),
        ("100万港币", "HKD"),
        ("50亿日元", "JPY"),
        ("1亿英镑", "GBP"),
        ("9亿韩元", "KRW"),
        ("约3.5亿美元", "USD"),
    ] {
        assert_eq!(refusal(text), AmountError::ForeignCurrency { currency }, "{text}");
    }
}

#[test]
fn quantities_and_rates_are_not_money() {
    for text in [
        "2000万件",
        "5万亩",
        "30万吨/年",
        "100台",
        "3.5GWh",
        "年产30万吨",
        "5亿千瓦时",
        "50%",
        "300万元/亩",
        "2万平方米",
    ] {
        assert_eq!(refusal(text), AmountError::Quantity, "{text}");
    }
}

#[test]
fn negative_and_senselessly_large_amounts_are_refused() {
    for text in ["-5", "－5万元", "(1,234)", "负3亿元", "-¥5"] {
        assert_eq!(refusal(text), AmountError::Negative, "{text}");
    }
    assert_eq!(yuan("100000000000"), 1_000_000_000_000_000);
    for text in ["100000000001", "99999999999999999999999999", "1e300", "1e2147483647", "1001万亿元"] {
        assert_eq!(refusal(text), AmountError::TooLarge, "{text}");
    }
}

#[test]
fn everything_else_is_no_number() {
    for text in [
        "见附件",
        "1,23",
        "12,34,567",
        "1.2.3",
        "总投资5亿元",
        "1亿2000万元",
        "abc",
        "一亿元",
        "2025.5.1",
        "超级工厂",
        ".",
        "5 6",
    ] {
        assert_eq!(refusal(text), AmountError::NotANumber, "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_answered_without_panic(text in "[-0-9,.eE+万亿元件 近—（）￥]{0,24}") {
        let _answer = parse_amount(&text, Some(Unit::Yi));
    }

    #[test]
    fn separators_and_width_change_nothing(wan in 0i64..100_000_000_000) {
        let grouped = Money::from_wan(wan).unwrap().wan_text();
        let wide: String = grouped.chars().map(|c| char::from_u32(c as u32 + 0xFEE0).unwrap()).collect();
        prop_assert_eq!(yuan(&grouped), wan * 10_000);
        prop_assert_eq!(yuan(&wide), wan * 10_000);
    }

    #[test]
    fn the_same_amount_in_three_units_is_the_same(yuan in 1i64..1_000_000_000_000) {
        let wan = format!("{}.{:04}万元", yuan / 10_000, yuan % 10_000);
        let yi = format!("{}.{:08}亿", yuan / 100_000_000, yuan % 100_000_000);
        for text in [format!("{yuan}元"), wan, yi] {
            prop_assert_eq!(parse_amount(&text, None).unwrap().money.yuan(), yuan);
        }
    }
}
