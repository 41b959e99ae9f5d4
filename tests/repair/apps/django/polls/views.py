from django.http import HttpResponse

from polls.models import Question


def index(request):
    return HttpResponse(f"{Question.objects.count()} questions")
