"""All addresses. The public site in English stands under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path

from contest_portal.public import error_pages, sharing, views, well_known
from contest_portal.public.sitemap import sitemap
from registrations.public.personal_data.views import notice

handler400 = error_pages.bad_request
handler403 = error_pages.permission_denied
handler404 = error_pages.page_not_found
handler500 = error_pages.server_error

urlpatterns = [
    path("sitemap.xml", sitemap, name="sitemap"),
    path("robots.txt", well_known.robots, name="robots"),
    path("favicon.ico", well_known.favicon, name="favicon"),
    path("site.webmanifest", well_known.web_manifest, name="web_manifest"),
    path("chia-se/<str:words>.png", sharing.picture, name="share_picture"),
    path(".well-known/security.txt", well_known.security, name="security"),
    # a way of the admin that leads past rights, to secret links
    re_path(r"^quan-tri/r/", views.gone),
    path("anh/", include("events.public.pictures.urls")),
    path("giao-dien/", include("events.public.appearance.urls")),
    path("quan-tri/", admin.site.urls),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("chuong-trinh/", include("agenda.urls")),
        path("dang-ky/", include("registrations.urls")),
        path("du-lieu-ca-nhan/", notice, name="personal_data"),
        path("hoi-dap/", include("events.public.questions.urls")),
        path("lien-he/", include("events.public.contact.urls")),
        path("moi/", include("registrations.public.invitation.urls")),
        path("nhiem-vu/", include("agenda.public.unit.urls")),
        path("moc-thoi-gian/", include("events.public.milestones.urls")),
        path("nha-tai-tro/", include("sponsorship.urls")),
        path("tai-lieu/", include("events.public.downloads.urls")),
        path("the-le/", include("events.public.rules.urls")),
        path("tiep-can/", views.accessibility, name="accessibility"),
        path("tim-kiem/", views.site_search, name="search"),
        path("tin-tuc/", include("events.public.news.urls")),
        path("video/", include("events.public.videos.urls")),
        path("xac-minh/", include("events.public.verification.urls")),
        path("xem-truoc/", include("events.public.downloads.draft_urls")),
        path("xem-truoc/", include("events.public.videos.draft_urls")),
        path("xem-truoc/", include("events.public.preview.urls")),
        prefix_default_language=False,
    ),
]
