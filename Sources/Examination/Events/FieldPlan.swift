internal import Bytes
internal import Model
internal import Records

/// What is worked out once for each schema that is printed field by field.
final class FieldPlan {
  /// One name, and the fields that have it.
  struct Member {
    var name: String
    /// `"Name":` as JSON has it.
    var key: [UInt8]
    /// Numbers of the schema's fields; several are several values.
    var fields: [Int]
    /// Whether every event record has it, and it says little of this one.
    var isCommon: Bool
  }

  /// By the names that the source has.
  let members: [Member]
  /// By all names, also those that Sigma rules have for values that the source calls otherwise.
  let allMembers: [Member]

  init(_ schema: Schema) {
    members = Self.members(schema) { !$0.isAlias && !$0.isDerived }
    allMembers = Self.members(schema) { !$0.isDerived }
  }

  private static func members(_ schema: Schema, where isWanted: (Schema.Field) -> Bool) -> [Member] {
    var members: [Member] = []
    var places: [String: Int] = [:]
    for (number, field) in schema.fields.enumerated() where isWanted(field) {
      if let place = places[field.name] {
        members[place].fields.append(number)
        continue
      }
      places[field.name] = members.count
      var key = ByteBuffer(capacity: 64)
      // Our own member of each line has this name.
      key.appendJSON(field.name == "postern" ? "postern_" : field.name)
      key.append(":")
      members.append(
        Member(name: field.name, key: key.array, fields: [number], isCommon: Event.Field.isOfEveryRecord(field.name)))
    }
    return members
  }
}

/// The plans that one worker made so far.
struct FieldPlans {
  private var plans: [UInt32: FieldPlan] = [:]
  private var last: (schema: UInt32, plan: FieldPlan)?
  private static let most = 4096

  mutating func plan(_ schema: Schema) -> FieldPlan {
    if let last, last.schema == schema.id { return last.plan }
    if plans.count >= Self.most { plans.removeAll() }
    let plan = plans[schema.id] ?? FieldPlan(schema)
    plans[schema.id] = plan
    last = (schema.id, plan)
    return plan
  }
}
