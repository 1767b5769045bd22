"""AgreementService over gRPC."""

from contactfollowup.identity.v1 import agreements_pb2 as pb
from identity.agreements.model import Agreements, BaaState, Document, NewSignature, Signature
from identity.agreements.service import AgreementRegister
from kit.caller import Caller

AGREEMENT_SERVICE = pb.DESCRIPTOR.services_by_name["AgreementService"]
STATES = {
    BaaState.UNSIGNED: pb.BAA_STATE_UNSIGNED,
    BaaState.IN_FORCE: pb.BAA_STATE_IN_FORCE,
    BaaState.ENDED: pb.BAA_STATE_ENDED,
}


class AgreementServicer:
    def __init__(self, register: AgreementRegister) -> None:
        self._register = register

    async def GetAgreements(self, _: pb.GetAgreementsRequest, caller: Caller) -> pb.GetAgreementsResponse:
        return pb.GetAgreementsResponse(agreements=to_message(await self._register.get(caller)))

    async def GetAgreementDocument(
        self, request: pb.GetAgreementDocumentRequest, _: Caller
    ) -> pb.GetAgreementDocumentResponse:
        document = self._register.document(request.document_version)
        return pb.GetAgreementDocumentResponse(document=document_message(document, document.text))

    async def SignBaa(self, request: pb.SignBaaRequest, caller: Caller) -> pb.SignBaaResponse:
        new = NewSignature(request.signer_name, request.signer_title, request.document_version, request.accepted)
        return pb.SignBaaResponse(agreements=to_message(await self._register.sign(caller, new)))

    async def SetPhiMode(self, request: pb.SetPhiModeRequest, caller: Caller) -> pb.SetPhiModeResponse:
        agreements = await self._register.set_phi_mode(caller, enabled=request.enabled)
        return pb.SetPhiModeResponse(agreements=to_message(agreements))


def to_message(agreements: Agreements) -> pb.Agreements:
    return pb.Agreements(
        baa_state=STATES[agreements.baa_state],
        document=document_message(agreements.offered),
        signatures=map(signature_message, agreements.signatures),
        phi_mode=agreements.phi_mode,
        phi_allowed=agreements.phi_allowed,
    )


def document_message(document: Document, text: str = "") -> pb.AgreementDocument:
    return pb.AgreementDocument(
        document_version=document.version, title=document.title, sha256=document.sha256, text=text
    )


def signature_message(signature: Signature) -> pb.BaaSignature:
    return pb.BaaSignature(
        signature_id=str(signature.signature_id),
        document_version=signature.document_version,
        document_sha256=signature.document_sha256,
        signer_name=signature.signer_name,
        signer_title=signature.signer_title,
        user_id=str(signature.user_id),
        source=signature.source,
        sign_time=signature.sign_time,
    )
