package import Rulebook

/// What the rows of one type are held to: a slot for each value, and the roles that some of them have.
package struct GateForm: Sendable {
    /// One value of a row.
    package struct Slot: Sendable {
        /// The field's path, as faults name it.
        let path: String
        let form: FieldForm
        let level: UInt64
        let maxLength: Int
        let list: CodeList?

        /// Most characters of a value for which the type sets no limit.
        static let maxLength = 1_000

        /// A value that the catalogue says nothing more of.
        package init(
            path: String, form: FieldForm, level: UInt64 = 3, maxLength: Int? = nil, list: CodeList? = nil
        ) {
            self.path = path
            self.form = form
            self.level = level
            self.maxLength = maxLength ?? Slot.maxLength
            self.list = list
        }

        /// True for numbers that tell a person or a body apart, never shown whole.
        var isIdentifier: Bool {
            switch form {
            case .citizenNumber, .personNumber, .creditCode, .certificateIdentifier, .birthDate: true
            case .text, .date, .month, .number, .sex: path == "CZZTDM" || path == "holder.number"
            }
        }
    }

    /// A field that is never empty, and where it stands; nil: the source has no column for it.
    package struct Requirement: Sendable {
        let path: String
        let slot: Int?

        /// A required field.
        package init(path: String, slot: Int?) {
            self.path = path
            self.slot = slot
        }
    }

    /// An amount and its parts, by slots.
    struct Sum: Sendable {
        let total: Int
        let plus: [Int]
        let minus: [Int]
    }

    let slots: [Slot]
    let required: [Requirement]
    let typeCode: String
    var sums: [Sum] = []
    let roles: GateRoles

    /// A form of these slots, whose roles follow from their paths.
    package init(typeCode: TypeCode, slots: [Slot], required: [Requirement]) {
        self.init(typeCode: typeCode, slots: slots, required: required, roles: GateRoles(slots))
    }

    init(typeCode: TypeCode, slots: [Slot], required: [Requirement], roles: GateRoles) {
        self.init(typeCode: typeCode.text, slots: slots, required: required, roles: roles)
    }

    /// With a text as the type's code: empty where no type is meant.
    init(typeCode: String, slots: [Slot], required: [Requirement], roles: GateRoles) {
        self.typeCode = typeCode
        self.slots = slots
        self.required = required
        self.roles = roles
    }
}
