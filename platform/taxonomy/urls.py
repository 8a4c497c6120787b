from django.urls import path

from taxonomy import views

app_name = "taxonomy"

urlpatterns = [path("skills/suggest/", views.skill_suggest, name="skill-suggest")]
