from yunhui.features.enquiries.enums import EnquiryState as E
from yunhui.kernel.states import Machine

ENQUIRY = Machine(
    "enquiry",
    {
        E.OPEN: [E.ANSWERED, E.MERGED, E.CLOSED],
        E.ANSWERED: [E.OPEN],
        E.CLOSED: [E.OPEN],
        E.MERGED: [E.OPEN],
    },
)
