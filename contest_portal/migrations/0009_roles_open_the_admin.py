"""Who has a role may enter the admin, whatever wrote it; who has none any more may not."""

from django.db import migrations

RULES = """
CREATE FUNCTION contest_portal_role_opens() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.is_staff := NEW.is_staff OR NEW.is_superuser OR EXISTS (
        SELECT FROM auth_user_groups WHERE user_id = NEW.id
    );
    RETURN NEW;
END $$;

CREATE FUNCTION contest_portal_role_given() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        UPDATE auth_user SET is_staff = is_superuser WHERE id = OLD.user_id
            AND NOT EXISTS (SELECT FROM auth_user_groups WHERE user_id = OLD.user_id);
    ELSE
        UPDATE auth_user SET is_staff = TRUE WHERE id = NEW.user_id AND NOT is_staff;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER role_opens BEFORE INSERT OR UPDATE ON auth_user
    FOR EACH ROW EXECUTE FUNCTION contest_portal_role_opens();
CREATE TRIGGER role_given AFTER INSERT OR UPDATE OR DELETE ON auth_user_groups
    FOR EACH ROW EXECUTE FUNCTION contest_portal_role_given();

UPDATE auth_user SET is_staff = TRUE WHERE NOT is_staff AND (
    is_superuser OR EXISTS (SELECT FROM auth_user_groups WHERE user_id = auth_user.id)
);
"""
NO_RULES = """
DROP TRIGGER role_given ON auth_user_groups;
DROP TRIGGER role_opens ON auth_user;
DROP FUNCTION contest_portal_role_given();
DROP FUNCTION contest_portal_role_opens();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("contest_portal", "0008_operations_rights"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunSQL(RULES, NO_RULES)]
