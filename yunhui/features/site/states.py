from yunhui.features.site.enums import ArticleState as A
from yunhui.kernel.states import Machine

ARTICLE = Machine(
    "article",
    {
        A.DRAFT: [A.PROPOSED, A.TAKEN_DOWN],
        A.PROPOSED: [A.DRAFT, A.PUBLISHED, A.TAKEN_DOWN],
        A.PUBLISHED: [A.DRAFT, A.TAKEN_DOWN],
        A.TAKEN_DOWN: [A.DRAFT],
    },
)
