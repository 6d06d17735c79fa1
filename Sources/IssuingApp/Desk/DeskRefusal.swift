public import Importing
public import Rulebook
internal import Signing

/// Why the desk does not do what was asked. Words for people: `DeskRefusal+Words`.
public enum DeskRefusal: Error, Equatable, Sendable {
    // Catalogue.
    case unknownType(TypeCode, version: UInt64)
    case otherDefinition(TypeCode, UInt64)
    case notOwner(TypeCode, owner: MemberID)
    case typeNotOnLedger(TypeCode)
    case typeRetired(TypeCode)
    case notAccredited(TypeCode)
    case definitionDiffers(TypeCode, UInt64)
    case typeOnLedger(TypeCode)
    /// The version that the ledger would take, or has as its newest, is another.
    case wrongVersion(TypeCode, UInt64, expected: UInt64)
    case versionNotOnLedger(TypeCode, UInt64, newest: UInt64)
    case unclassifiedFields(TypeCode, paths: [String])
    // Keys of the desk.
    case notACredentialKey
    case keyWasUsed
    case otherCertificate
    // A desk that was restored.
    case nothingLost
    // Documents.
    case unknownDocument(DocumentID)
    case unknownRun(RunID)
    case notRecorded(DocumentID)
    case alreadyOver(DocumentID, DocumentState)
    case notSuspended(DocumentID)
    case changePending(DocumentID)
    case runNotFinished(RunID)
    case runGoesOn(RunID)
    case alreadyTakenBack(RunID)
    case badReason(String)
    case textTooLong(limit: Int)
    case tooManyDocuments(limit: Int)
    case nothingChosen
    // Two persons.
    case unknownApproval(ApprovalID)
    case alreadyDecided(ApprovalID)
    case samePerson
    case notAPerson
    case approvalOverdue(ApprovalID)
    case alreadyProposed(ApprovalID)
    case unknownRenewal(TypeCode)
    // Corrections.
    case unknownCorrection(CorrectionID)
    case alreadyAnswered(CorrectionID)
    case noOpenCorrection(record: UInt64)
    case claimDoesNotOpen
    case successorNeeded
    case successorNotExpected
    // Attachments.
    case attachmentType(String)
    case attachmentSize(limit: Int)
    case attachmentUnknown
    case alreadySigned(DocumentID)
    // Offers and applications.
    case unknownOffer(OfferID)
    case offerNotPossible(DocumentID, DocumentStage)
    case unknownApplication(ApplicationID)
    case applicationAnswered(ApplicationID)
    case applicationsNotTaken
    case applicationUnproven(String)
    case notTheHolder
    case applicationOpen(due: UInt64)
    case tooManyApplications(limit: UInt64)
    case badValues(String)
    /// What a clerk typed does not pass the quality gate; values only with their middle covered.
    case faultyValues([RowFault])
    // Questions at the counter.
    case lookUpNotOffered(TypeCode)
    case badLookUp(String)
    case lookUpKeyTaken
    /// The ledger could not be asked, or has not entered the question yet: this says nothing of the document.
    case lookUpUnchecked
    case lookUpResting(seconds: UInt64)
    case tooManyLookUps(limit: UInt64)
    case unknownLookUp(LookUpID)
    case unknownLookUpAlert(LookUpAlertID)
}
