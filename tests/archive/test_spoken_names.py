"""Names as Cantonese and Korean speakers write them: every usual spelling of each syllable, and no other name's."""

import pytest

from archive.romanisation import letters
from archive.spoken_names import CANTONESE, KOREAN, spoken


@pytest.mark.parametrize(
    ("written", "chinese"),
    [
        ("Mak Ka-wai", "麥嘉慧"), ("Ng Tsz-kit", "吳子傑"), ("Kwong Siu-ming", "鄺兆明"),
        ("Au Yeung Wai Lan", "歐陽蕙蘭"), ("Szeto Kin", "司徒健"), ("Suet-yee Leung", "梁雪儀"), ("Ngai Wing-sum", "魏詠心"),
        ("Kwok Yuen-kwan", "郭元君"), ("Chow Chung-hin", "周仲軒"), ("Leung Tsz Yan", "梁芷欣"), ("Ho Kwok-leung", "何国良"),
    ],
)  # fmt: skip
def test_cantonese(written, chinese):
    assert spoken(letters(written), chinese) == CANTONESE


@pytest.mark.parametrize(
    ("written", "chinese"),
    [
        ("Chol-su Hyon", "玄哲洙"), ("Hyun Cheol-soo", "玄哲洙"), ("Piao Jin-ok", "朴珍玉"), ("Park Chin Ok", "朴珍玉"),
        ("Ryu Yong-hee", "柳英姬"), ("Yoo Young Hui", "柳英姬"), ("Lim Nyeo-wol", "林女月"), ("Im Yeo-wol", "林女月"),
        ("Kang Woo-shik", "姜宇植"), ("Sunwoo Hyeok", "鲜于赫"),
    ],
)  # fmt: skip
def test_korean(written, chinese):
    assert spoken(letters(written), chinese) == KOREAN


@pytest.mark.parametrize(
    ("written", "chinese"),
    [
        ("Mak Ka-ho", "麥詠心"), ("Leung Ka-ho", "麥家豪"), ("Mak Ka-ho-ming", "麥家豪"), ("Ka-ho", "麥家豪"), ("Mak", "麥家豪"),
        ("Hyon Su-chol", "玄哲洙"), ("Wang Fang", "黄方"), ("", "麥家豪"), ("Mak Ka-ho", "麥"), ("Mak Ka-ho", "阿里·穆罕默德"),
        ("Mak Ka-ho", "Mak家豪"),
    ],
)  # fmt: skip
def test_another_name_is_none_of_them(written, chinese):
    assert spoken(letters(written), chinese) == 0.0
