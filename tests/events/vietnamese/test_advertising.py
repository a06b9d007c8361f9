"""What leads out of a letter is found in a name, and real names, positions and bodies pass."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.vietnamese import advertising

HARMFUL = """
http://evil.example
Trúng thưởng tại http://evil.example
Trúng thưởng tại evil.example
evil.example
evil . example
evil .example
evil. com
evil[.]com
evil(dot)com
evil dot com
evil chấm com
hxxp://evil.example
hxxps evil
h t t p : / / evil
ｅｖｉｌ．ｃｏｍ
ｈｔｔｐ：／／evil
http:⁄⁄evil
evil。com
evil․com
xn--vil-bma.com
www.evil.an
192.168.1.1
http://1.2.3.4/
1 . 2 . 3 . 4
bit.ly/abc
bit.ly
t.me/abc
t.me
zalo.me/0912345678
ехаmple.соm
evil.com.An
evil.xyz
Evil.SHOP
a@b.vn
an (at) so.vn
an a còng so chấm vn
an＠so.vn
0912345678
0912 345 678
0912.345.678
(0208) 3855 123
+84 912 345 678
0912/345/678
０９１２３４５６７８
1900 1080
không chín một hai ba bốn năm sáu
500.000đ
5 triệu
5.000.000 đồng
100 USD
$100
500k
100 tỷ
Trúng thưởng xe máy
Quý khách nhấp vào đây
evil.рф
example.co.uk
abc.com.vn/x
a.vn b.vn
evil.com:8080
trungthuong.vn
evil.vn/nhan-qua
[::1]
fe80:0:0:1
""".strip().splitlines()

PEOPLE = """
Nguyễn Văn A
T.S. Nguyễn Văn A
TS.Nguyễn
TS.Nguyễn Văn A
TS.Nguyen Van A
TS.La Văn Cầu
TS.Vu Minh Giang
PGS.TS.Nguyễn Văn A
PGS. TS. Nguyễn Văn A
GS.TSKH.Vũ Minh Giang
ThS.BS.CKII Lê Thị B
Nguyễn V.A
N.V.An
BSCKII. Trần Thị Hoa
H'Hen Niê
Y-Ban
K'Brêu
Nguyễn Văn An (trưởng đoàn)
Nguyễn Văn An B
Nguyễn Văn An 2
Công Tằng Tôn Nữ Hỷ Khương
Đỗ Trung Thường
Do Trung Thuong
Lê Vui
Triệu Thị Trinh
Trần Văn Chấm
Jean-Pierre O'Connor
Nguyễn Văn An, MBA
Thiếu tướng, PGS.TS. Nguyễn Văn A
Владимир Иванов
山田太郎
Ông Nguyễn Văn A
Đ/c Nguyễn Văn A
Phạm Thị Kim.
""".strip().splitlines()

BODIES_AND_POSITIONS = """
Công ty TNHH Thương mại Điện tử Sendo.vn
Tiki.vn
FPT Software
3C
Công ty Cổ phần 3C
Trung tâm 1080
Công ty 26.3
Công ty Cổ phần 26/3
Trường THPT 19-5
Trường Tiểu học 30/4
Công ty TNHH MTV 76
Sở Y tế TP.HN
UBND TP.TN
UBND TP. Thái Nguyên
UBND Tp.Thái Nguyên
Sở KH&CN
Sở Khoa học và Công nghệ tỉnh Thái Nguyên
Công ty CP Đầu tư & XD 30-4
Samsung Electronics Vietnam Thai Nguyen Co., Ltd.
Samsung Electronics Vietnam Co.,Ltd
ABC Co.Ltd
C.ty TNHH Hoàng Mấm
Cty.TNHH Xây dựng 99
Công ty CP ĐTXD và PTNT Miền núi T.N
Ban Chỉ đạo 389
Trung tâm Báo chí 113
Tổng đài 1022
Chi cục QLTT số 5
Đội QLTT số 3
P.TC-KH huyện Phú Bình
P.KT&HT
Phòng K.doanh
P.Giám đốc
P. Giám đốc
Bí thư, Giám đốc nhiệm kỳ 2020 - 2025
ĐBQH khóa XV (2021-2026)
Đại biểu HĐND tỉnh khóa XIV, nhiệm kỳ 2021 – 2026
Thành viên Tổ công tác theo Quyết định số 1234/QĐ-UBND ngày 12/02/2025
Giám đốc Trung tâm 24K
Vàng bạc 24K Hoàng Anh
Chương trình 135
Lữ đoàn 575, Quân khu 1
Nhà máy Z131
Tổ dân phố 5 Đồng Quang
Tổ 12 Đồng Bẩm
05 đồng chí
Ban quản lý 5 đô thị
Công ty TNHH MTV Xổ số kiến thiết Thái Nguyên
Công ty CP Quà tặng Việt
Ban Tổ chức Giải thưởng Sao Khuê
Quỹ Tín dụng nhân dân
Ngân hàng TMCP Công thương Việt Nam (VietinBank)
Zalo
Công ty CP VNG - Zalo AI
Facebook Việt Nam
CLB Khởi nghiệp A.I
U.S. Embassy
T&T Group
Công ty CP Tập đoàn F.I.T
Tổng Cty. Gang thép
Công ty CP Gang thép Thái Nguyên (TISCO)
Batdongsan.com.vn
Trường ĐH CNTT&TT - ĐHTN
Đại học Thái Nguyên
Trường THPT Chuyên Thái Nguyên
Trường Tiểu học số 1 Hóa Thượng
Bệnh viện A
Bệnh viện Trung ương Thái Nguyên
Trung tâm Y tế TP. Sông Công
Công an tỉnh (PC06)
Phòng PA05
VNPT Thái Nguyên
Viettel Thái Nguyên
Hội LHPN tỉnh
Liên hiệp các Hội KH&KT
HTX Chè Hảo Đạt
HTX P. Tân Lập
Câu lạc bộ Doanh nhân 2030
Báo Thái Nguyên
Văn phòng UBND tỉnh
Sở TT&TT
Phó Chủ tịch Thường trực
Phó Trưởng ban Thường trực, kiêm Chánh Văn phòng
Q. Giám đốc
Q.Giám đốc
Trưởng phòng TC-HC
Phó Trưởng phòng (phụ trách)
Hiệu trưởng Trường "Hoa Sen"
Chuyên viên, Phòng Quản lý Công nghệ và Đổi mới sáng tạo
CEO & Founder
CEO Base.vn
Giám đốc điều hành (COO)
Phòng Kiều hối, chuyển tiền
Trung tâm Đường dây nóng
Công ty 1 thành viên 27/7
HTX nông nghiệp 2/9
Xí nghiệp 1/5
Nghị quyết 57-NQ/TW
Trường MN 19.5
Trường Mầm non 1-6
Công ty Cổ phần Công nghệ MISA
Cty CP ANOVA Feed
Tập đoàn Công nghiệp - Viễn thông Quân đội
V.League
Trung tâm Ngoại ngữ A.M.A
St. Paul Hospital
Đơn vị 4.0
Công ty CP Công nghệ số 4.0
Web3 Việt Nam
Node.js Việt Nam
Công ty TNHH X.Y.Z
Trường Quốc tế I.V.S
P.Y Tế
Bà Huyện Thanh Quan
Đảng ủy Khối các CQ&DN tỉnh
TTXVN
Thuế cơ sở 5 tỉnh Thái Nguyên
KBNN KV VII
Cục Thống kê
BHXH tỉnh
Khoa CNTT
Viện KHCN&ĐMST
Tổ 10, phường Phan Đình Phùng
Số 18, đường Nha Trang
Công ty TNHH Glonics Việt Nam
Công ty CP Dược 3/2
Trung tâm Giáo dục nghề nghiệp - GDTX huyện
Sở VH,TT&DL
Tỉnh đoàn
Khu công nghiệp Yên Bình 1
Lớp 12A1, khóa 2022-2025
K65 - 2018/2022
""".strip().splitlines()

EVERY = (
    advertising.email_address,
    advertising.telephone,
    advertising.amount,
    advertising.advertised,
)


def found(text: str, *, brands: bool = False) -> list[str]:
    hits = [check(text) for check in EVERY]
    return [hit for hit in [*hits, advertising.web_address(text, brands=brands)] if hit]


@pytest.mark.parametrize("text", HARMFUL)
def test_what_leads_out_of_a_letter_is_found(text):
    assert found(text, brands=True) != []
    assert found(f"Công ty {text} Việt Nam", brands=True) != []


@pytest.mark.parametrize("name", PEOPLE)
def test_names_of_people_pass(name):
    assert found(name) == []
    assert advertising.reached_by(name) == ""


@pytest.mark.parametrize("text", BODIES_AND_POSITIONS)
def test_bodies_and_positions_pass(text):
    assert found(text, brands=True) == []
    assert found(unicodedata.normalize("NFD", text), brands=True) == []


def test_a_brand_is_none_beside_another_address_or_with_a_path():
    for text in ("Tiki.vn", "Công ty Sendo.vn", "Batdongsan.com.vn"):
        assert advertising.web_address(text, brands=True) == ""
        assert advertising.web_address(text) != ""
        for more in (f"{text}/qua", f"{text} và evil.com", f"{text}:80", f"http://{text}"):
            assert advertising.web_address(more, brands=True) != ""
    assert advertising.web_address("Evil.com", brands=True) == "Evil.com"
    assert advertising.web_address("Trungthuong.vn", brands=True) == "Trungthuong.vn"


@pytest.mark.parametrize(
    ("check", "text", "hit"),
    [
        (advertising.web_address, "Lê evil.example An", "evil.example"),
        (advertising.web_address, "xem http://evil.example/a ngay", "http://evil.example/a"),
        (advertising.email_address, "Lê An (an@so.vn)", "(an@so.vn)"),
        (advertising.telephone, "Lê An 0912 345 678 nhé", "0912 345 678"),
        (advertising.amount, "tặng 500.000đ", "500.000đ"),
        (advertising.advertised, "Trúng thưởng lớn", "Trúng thưởng"),
        (advertising.reached_by, "Zalo Lê An", "Zalo"),
    ],
)
def test_what_was_found_is_told(check, text, hit):
    assert check(text) == hit


def wide(text: str) -> str:
    """Return the letters and signs of a text in full width."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


HOSTS = st.from_regex(r"[a-z0-9][a-z0-9-]{2,12}[a-z0-9]", fullmatch=True)
DOTS = st.sampled_from([".", " . ", "[.]", "(dot)", " chấm ", "。", "․", "．"])
TOPS = st.sampled_from(["com", "net", "example", "xyz", "shop", "info"])


@settings(max_examples=80, deadline=None)
@given(host=HOSTS, dot=DOTS, top=TOPS, before=st.sampled_from(["", "Lê An ", "Công ty "]))
def test_a_host_is_found_however_its_dot_is_written(host, dot, top, before):
    text = f"{before}{host}{dot}{top}"
    assert advertising.web_address(text, brands=True) != ""
    assert advertising.web_address(wide(text), brands=True) != ""


@settings(max_examples=80, deadline=None)
@given(
    digits=st.from_regex(r"(0|\+84)[3-9][0-9]{8}", fullmatch=True),
    sign=st.sampled_from(["", " ", ".", "-", " - ", ") ("]),
    every=st.integers(1, 4),
)
def test_a_number_is_found_however_it_is_parted(digits, sign, every):
    parted = sign.join(digits[i : i + every] for i in range(0, len(digits), every))
    assert advertising.telephone(f"Lê An {parted}") != ""
    assert advertising.telephone(wide(parted)) != ""


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=300))
def test_any_text_is_looked_through(text):
    for check in (*EVERY, advertising.web_address, advertising.reached_by):
        assert isinstance(check(text), str)


def test_no_text_takes_long():
    for text in ("a." * 150, "0 " * 150, "a " * 150, "(" * 300, "www" * 100, "một " * 75):
        assert len(found(text)) <= 5


def test_nothing_is_linked():
    assert advertising.unlinked("Công ty Tiki.vn, TS.Nguyễn") == (
        "Công ty Tiki.\u2060vn, TS.\u2060Nguyễn"
    )
    for text in ("08:00, 12.02.2030", "Sở Y tế. Hội trường A.", "T.S. An"):
        assert advertising.unlinked(text) == text
