import Identifiers
import Importing
import Rulebook

extension CivilDate {
    /// Today where the certificates are issued, at UTC+8.
    static var today: CivilDate? {
        CivilDate(Array(UTCTime(seconds: Moment.now / 1_000 + 8 * 3_600).description.utf8.prefix(10))[...])
    }
}
