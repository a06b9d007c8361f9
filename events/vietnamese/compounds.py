"""Pairs of syllables that are one word: a line of a title does not break between them.

Vietnamese writes each syllable by itself, so nothing in a text tells. These are the words that
titles and names of bodies here are made of, and the names of provinces and of places in this one.
All in small letters.
"""

# of two syllables; of longer names each pair that must hold together
PLACES = frozenset(
    """
    an giang|bà rịa|vũng tàu|bắc giang|bắc kạn|bạc liêu|bắc ninh|bến tre|bình định|bình dương
    bình phước|bình thuận|cà mau|cần thơ|cao bằng|đà nẵng|đắk lắk|đắk nông|điện biên|đồng nai
    đồng tháp|gia lai|hà giang|hà nam|hà nội|hà tĩnh|hải dương|hải phòng|hậu giang|hòa bình
    hưng yên|khánh hòa|kiên giang|kon tum|lai châu|lâm đồng|lạng sơn|lào cai|long an|nam định
    nghệ an|ninh bình|ninh thuận|phú thọ|phú yên|quảng bình|quảng nam|quảng ngãi|quảng ninh
    quảng trị|sóc trăng|sơn la|tây ninh|thái bình|thái nguyên|thanh hóa|thừa thiên|tiền giang
    trà vinh|tuyên quang|vĩnh long|vĩnh phúc|yên bái|hồ chí|chí minh|việt nam|sông công|phổ yên
    phú bình|phú lương|đồng hỷ|đại từ|định hóa|võ nhai|việt bắc
    """.replace("\n", "|").split("|")
)
PLACES = frozenset(place.strip() for place in PLACES if place.strip())

COMPOUNDS = frozenset(
    """
    chuyển giao|hội nhập|hữu nghị|khu công|khu kinh|quốc tế|hỗ trợ|bảo trợ
    ban hành|báo cáo|biên bản|bồi dưỡng|bộ môn|cải cách|chất lượng|chi cục|chi nhánh|chính phủ
    chính trị|chủ tịch|chuyển đổi|chương trình|công bố|công nghệ|công nghiệp|công tác|công ty
    công thương|cổ phần|cơ quan|cộng đồng|cuộc thi|dịch vụ|doanh nghiệp|doanh nhân|dự án|du lịch
    đại biểu|đại học|đảng ủy|đăng ký|đào tạo|đầu tư|điều hành|địa phương|đoàn thể|đổi mới
    giám đốc|giáo dục|ghi nhớ|hiệp hội|hội đồng|hội nghị|hội thi|hợp tác|hữu hạn|kế hoạch
    khai mạc|khoa học|khởi nghiệp|kinh doanh|kinh tế|ký kết|lãnh đạo|liên đoàn|liên hiệp
    liên minh|môi trường|mục đích|ngân hàng|nghiên cứu|nghiệp vụ|nhân dân|nội vụ|nông nghiệp
    nông thôn|phát động|phát triển|phát biểu|phó giám|phó trưởng|phối hợp|quản lý|quốc gia
    quyết định|sản phẩm|sáng kiến|sáng tạo|sinh viên|tài chính|tài trợ|tập đoàn|thanh niên
    thành phố|thành viên|thân yêu|thể thao|thông tin|thường trực|thương mại|tỉnh ủy|tổ chức
    tổng giám|tổng kết|trách nhiệm|truyền thông|triển khai|trung tâm|trưởng ban|trưởng phòng
    tuyên truyền|ứng dụng|ủy ban|văn hóa|văn phòng|vì nước|việc làm|xã hội|xây dựng|xúc tiến
    y tế|thứ nhất|thứ hai|thứ ba|lần thứ|năm học
    """.replace("\n", "|").split("|")
)
COMPOUNDS = frozenset(word.strip() for word in COMPOUNDS if word.strip())
