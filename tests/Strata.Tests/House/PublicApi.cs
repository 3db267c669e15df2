using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Strata.Tests.House;

/// <summary>
/// The public surface of an assembly as sorted text: what a user of it can name, so that no change to it
/// goes unseen. Members that the compiler writes (a record's equality, accessors) are left out.
/// </summary>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
        | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly) => Of(assembly.GetExportedTypes());

    public static string Of(IEnumerable<Type> types)
    {
        var text = new StringBuilder();
        foreach (var type in types.OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append(text.Length == 0 ? "" : "\n").Append(Heading(type)).Append('\n');
            foreach (var member in Members(type))
            {
                text.Append("    ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Heading(Type type)
    {
        var name = $"{type.Namespace}.{TypeNames.Declared(type)}";
        var prefix = $"{Warning(type)}{(type.IsNestedFamily || type.IsNestedFamORAssem ? "protected" : "public")} ";
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            var invoke = type.GetMethod("Invoke")!;
            return $"{prefix}delegate {Returned(invoke)} {name}({Parameters(invoke)})"
                + TypeNames.Constraints(type.GetGenericArguments());
        }

        if (type.IsEnum)
        {
            var flags = type.IsDefined(typeof(FlagsAttribute)) ? "[Flags] " : "";
            return $"{flags}{prefix}enum {name} : {TypeNames.Of(Enum.GetUnderlyingType(type))}";
        }

        var bases = Bases(type).ToList();
        return $"{prefix}{Kind(type)} {name}{(bases.Count == 0 ? "" : " : " + string.Join(", ", bases))}"
            + TypeNames.Constraints(type.GetGenericArguments());
    }

    private static string Kind(Type type)
    {
        if (type.IsInterface)
        {
            return "interface";
        }

        if (type.IsValueType)
        {
            return (type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "")
                + (type.IsByRefLike ? "ref " : "") + (IsRecord(type) ? "record struct" : "struct");
        }

        var modifier = (type.IsAbstract, type.IsSealed) switch
        {
            (true, true) => "static ",
            (true, false) => "abstract ",
            (false, true) => "sealed ",
            _ => "",
        };
        return modifier + (IsRecord(type) ? "record" : "class");
    }

    private static bool IsRecord(Type type) =>
        type.GetMethod("PrintMembers", Declared, [typeof(StringBuilder)]) is { } print && IsCompilers(print);

    private static IEnumerable<string> Bases(Type type)
    {
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType))
        {
            yield return TypeNames.Of(parent);
        }

        var all = type.GetInterfaces();
        var implied = all.SelectMany(i => i.GetInterfaces()).Concat(type.BaseType?.GetInterfaces() ?? []).ToHashSet();
        foreach (var name in all.Where(i => i.IsVisible && !implied.Contains(i))
            .Where(i => !(IsRecord(type) && i.Name == "IEquatable`1"))
            .Select(TypeNames.Of).Order(StringComparer.Ordinal))
        {
            yield return name;
        }
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            return [];
        }

        if (type.IsEnum)
        {
            return type.GetFields(BindingFlags.Public | BindingFlags.Static)
                .OrderBy(f => Convert.ToInt64(f.GetRawConstantValue(), CultureInfo.InvariantCulture))
                .Select(f => $"{f.Name} = {f.GetRawConstantValue()}");
        }

        var fields = type.GetFields(Declared).Where(f => IsSeen(f.Attributes)).Select(Field);
        var constructors = type.GetConstructors(Declared).Where(IsSeen).Select(Constructor);
        var properties = type.GetProperties(Declared).Where(p => p.GetAccessors(true).Any(IsSeen)).Select(Property);
        var events = type.GetEvents(Declared).Where(e => IsSeen(e.AddMethod!)).Select(Event);
        var methods = type.GetMethods(Declared).Where(IsSeen).Where(m => !IsCompilers(m))
            .Where(m => !m.IsSpecialName || m.Name.StartsWith("op_", StringComparison.Ordinal)).Select(Method);
        return new[] { fields, constructors, properties, events, methods }
            .SelectMany(part => part.Order(StringComparer.Ordinal));
    }

    private static string Field(FieldInfo field) => Warning(field) + Access(field.IsPublic)
        + (field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : ""))
        + $"{TypeNames.Of(field)} {field.Name}"
        + (field.IsLiteral ? " = " + Literal(field.GetRawConstantValue(), field.FieldType) : "");

    private static string Constructor(ConstructorInfo constructor) => Warning(constructor)
        + Access(constructor.IsPublic)
        + $"{constructor.DeclaringType!.Name.Split('`')[0]}({Parameters(constructor)})";

    private static string Property(PropertyInfo property)
    {
        var most = property.GetAccessors(true).OrderByDescending(a => a.IsPublic).First();
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        var parameters = property.GetIndexParameters();
        var name = parameters.Length == 0
            ? property.Name
            : $"this[{string.Join(", ", parameters.Select(Parameter))}]";
        var reference = property.GetMethod is { } get ? Reference(get.ReturnParameter) : "";
        return $"{Warning(property)}{Access(most.IsPublic)}{Modifiers(most)}{required}{reference}"
            + $"{TypeNames.Of(property)} {name} {{ {Accessor("get", property.GetMethod, most)}"
            + $"{Accessor(IsInit(property) ? "init" : "set", property.SetMethod, most)}}}";
    }

    private static string Accessor(string name, MethodInfo? accessor, MethodInfo most) =>
        accessor is null || !IsSeen(accessor)
            ? ""
            : $"{(accessor.IsPublic == most.IsPublic ? "" : "protected ")}{name}; ";

    private static bool IsInit(PropertyInfo property) => property.SetMethod is { } set
        && set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static string Event(EventInfo happening) => Warning(happening)
        + Access(happening.AddMethod!.IsPublic)
        + $"{Modifiers(happening.AddMethod)}event {TypeNames.Of(happening)} {happening.Name}";

    private static string Method(MethodInfo method) => Warning(method) + Access(method.IsPublic)
        + $"{Modifiers(method)}{Returned(method)} {method.Name}"
        + $"{TypeNames.Parameters(method.GetGenericArguments())}({Parameters(method)})"
        + TypeNames.Constraints(method.GetGenericArguments());

    private static string Returned(MethodInfo method) =>
        Reference(method.ReturnParameter) + TypeNames.Of(method.ReturnParameter);

    private static string Reference(ParameterInfo returned) =>
        !returned.ParameterType.IsByRef ? ""
        : returned.IsDefined(typeof(IsReadOnlyAttribute)) ? "ref readonly "
        : "ref ";

    private static string Parameters(MethodBase method) =>
        (method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "")
        + string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var by = !parameter.ParameterType.IsByRef ? ""
            : parameter.IsOut ? "out "
            : parameter.IsIn ? "in "
            : "ref ";
        var many = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        var value = parameter.HasDefaultValue
            ? " = " + Literal(parameter.RawDefaultValue, parameter.ParameterType)
            : "";
        return $"{by}{many}{TypeNames.Of(parameter)} {parameter.Name}{value}";
    }

    private static string Literal(object? value, Type type) => value switch
    {
        null when type.IsValueType && Nullable.GetUnderlyingType(type) is null => "default",
        null => "null",
        string text => $"\"{text}\"",
        char one => $"'{one}'",
        bool truth => truth ? "true" : "false",
        _ when (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } kind =>
            $"{TypeNames.Of(kind)}.{Enum.ToObject(kind, value)}",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Modifiers(MethodInfo method)
    {
        var isOverride = method.GetBaseDefinition() != method;
        return (method.IsStatic ? "static " : "")
            + (method.IsAbstract && !method.DeclaringType!.IsInterface ? "abstract " : "")
            + (method.IsAbstract && method.DeclaringType!.IsInterface && method.IsStatic ? "abstract " : "")
            + (isOverride ? (method.IsFinal ? "sealed override " : "override ") : "")
            + (method is { IsVirtual: true, IsAbstract: false, IsFinal: false } && !isOverride ? "virtual " : "");
    }

    private static string Access(bool isPublic) => isPublic ? "" : "protected ";

    // The compiler marks constructors of types with required members obsolete, for older compilers only.
    private static string Warning(MemberInfo member) =>
        (TypeNames.Has(member.CustomAttributes, "ObsoleteAttribute")
            && !TypeNames.Has(member.CustomAttributes, "CompilerFeatureRequiredAttribute") ? "[Obsolete] " : "")
        + (TypeNames.Has(member.CustomAttributes, "ExperimentalAttribute") ? "[Experimental] " : "");

    private static bool IsSeen(FieldAttributes attributes) =>
        (attributes & FieldAttributes.FieldAccessMask)
            is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem;

    // What only subclasses see does not count where there can be none.
    private static bool IsSeen(MethodBase method) => method.IsPublic
        || ((method.IsFamily || method.IsFamilyOrAssembly) && !method.DeclaringType!.IsSealed);

    private static bool IsCompilers(MethodInfo method) => method.IsDefined(typeof(CompilerGeneratedAttribute));
}
